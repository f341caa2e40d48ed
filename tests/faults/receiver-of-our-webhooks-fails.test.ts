/** Said by name, so that nobody takes the missing test for a passed one. */
test.skip('a receiver that answers 500, hangs, redirects, is gone or asks to wait: outbound webhooks are not built', () => {});
