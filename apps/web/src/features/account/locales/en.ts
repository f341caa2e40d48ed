const en = {
  fields: {
    email: 'E-mail address',
    password: 'Password',
    newPassword: 'New password',
    name: 'Your name',
    nameHint: 'As it should appear on your tickets.',
    passwordHint: 'At least 10 characters. A few random words make a good one.',
    passwordTooCommon: 'This password is among the first that are guessed. Please choose another.',
  },
  signIn: {
    title: 'Sign in',
    lead: 'For your tickets, and for running events.',
    action: 'Sign in',
    forgot: 'Forgot your password?',
    newHere: 'New here?',
    createAccount: 'Create an account',
    guestTitle: 'Bought without an account?',
    guestText: 'You do not need one. We send the link to your tickets again.',
    notVerified:
      'Your e-mail address is not confirmed yet. Please open the link in our mail. To get a new one, create the account again.',
  },
  signUp: {
    title: 'Create account',
    lead: 'One account for buying tickets and for selling them.',
    action: 'Create account',
    haveOne: 'Already have an account?',
    sentTitle: 'Please check your mail',
    sentText:
      'We sent a message to {{email}}. Open the link in it to confirm the address; it works for 24 hours.',
    sentHint: 'Nothing there after a few minutes? Look into the spam folder, or check the address.',
    otherAddress: 'Use another address',
  },
  verify: {
    title: 'Confirm e-mail address',
    working: 'Confirming your address …',
    doneTitle: 'Address confirmed',
    doneText: 'Thank you. You can sign in now.',
    failedTitle: 'This link does not work',
    failedText:
      'It may have been used already: then you can simply sign in. Or it is older than 24 hours: then create the account again to get a new one.',
    missing: 'The address of this page is not complete. Please open the whole link from the mail.',
  },
  forgot: {
    title: 'Forgot your password?',
    lead: 'Tell us your e-mail address, and we send you a link to choose a new one.',
    action: 'Send link',
    sentTitle: 'Please check your mail',
    sentText: 'If there is an account for {{email}}, a message with a link is on its way.',
    back: 'Back to sign-in',
  },
  reset: {
    title: 'Choose a new password',
    lead: 'You will be signed out everywhere else.',
    action: 'Save password',
    doneTitle: 'Password saved',
    doneText: 'Sign in with your new password.',
    invalidTitle: 'This link does not work any more',
    invalidText: 'Links to a new password work once, and for one hour.',
    again: 'Ask for a new link',
  },
  account: {
    title: 'Account',
    lead: 'What we know about you, and how you sign in.',
    profile: 'Profile',
    name: 'Name',
    email: 'E-mail address',
    language: 'Language of our mails',
    verified: 'Confirmed',
    unverified: 'Not confirmed',
    password: 'Password',
    passwordText: 'We send you a link with which you choose a new one.',
    passwordAction: 'Change password',
    passwordSent: 'We sent a link to {{email}}.',
    signOutTitle: 'This device',
    signOutText: 'Sign out here. Other devices stay signed in.',
    saved: 'Saved',
    yours: 'Yours',
    ticketsText: 'Everything you bought with this address.',
    organizeText: 'Your events, sales and doors.',
  },
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    account: typeof en;
  }
}
