export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // By default one core is left to others, which is half of a small machine.
  maxWorkers: '100%',
  globalSetup: '<rootDir>/cli/dev/jest-setup.mjs',
  // Sources are imported as TypeScript, with the `.js` specifiers of their output.
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'],
    '^@electric-sql/pglite$': '<rootDir>/test/data-layer/pglite.cjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  watchPathIgnorePatterns: ['<rootDir>/dist'],
  transform: {
    // Tests that wait are green themselves, and import the built package by its name.
    '[\\\\/]test[\\\\/](?:hub|node)[\\\\/].*\\.ts$': '<rootDir>/test/support/green-transformer.cjs',
    // The data layer too, with the accessors by which its objects refer to one another.
    '[\\\\/](test|examples)[\\\\/]data-layer[\\\\/].*\\.ts$': [
      '<rootDir>/test/support/green-transformer.cjs',
      { accessors: ['customer', 'orders', 'chief'] },
    ],
    '\\.[cm]?ts$': [
      'babel-jest',
      {
        configFile: false,
        babelrc: false,
        presets: [['@babel/preset-typescript', { onlyRemoveTypeImports: true, allowDeclareFields: true }]],
        plugins: ['@babel/plugin-transform-modules-commonjs'],
      },
    ],
  },
};
