/** Tests run as native ES modules (the `test` command sets --experimental-vm-modules), as the product does. */
export default {
  testMatch: ['<rootDir>/{apps,libs,scripts,tests}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/.next/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testTimeout: 30_000,
};
