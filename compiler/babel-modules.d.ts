// These packages carry no types. What they export is handed to Babel and never looked into.
declare module '@babel/plugin-transform-modules-commonjs' {
  const plugin: import('@babel/core').PluginTarget;
  export default plugin;
}
declare module '@babel/plugin-transform-react-jsx' {
  const plugin: import('@babel/core').PluginTarget;
  export default plugin;
}
declare module '@babel/plugin-transform-typescript' {
  const plugin: import('@babel/core').PluginTarget;
  export default plugin;
}
declare module '@babel/plugin-proposal-decorators' {
  const plugin: import('@babel/core').PluginTarget;
  export default plugin;
}
declare module '@babel/plugin-transform-explicit-resource-management' {
  const plugin: import('@babel/core').PluginTarget;
  export default plugin;
}
