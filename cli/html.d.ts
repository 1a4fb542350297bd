/** The text of a page, which the build puts in. */
declare module '*.html' {
  const text: string;
  export default text;
}
