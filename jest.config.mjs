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
  // Only what fails waits for it, so that a busy machine does not make it fail.
  testTimeout: 300_000,
};
