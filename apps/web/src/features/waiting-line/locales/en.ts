const en = {
  metaTitle: 'Your place in line: {{title}}',
  tab: {
    line: 'In line · {{title}}',
    position: '({{position}}) In line · {{title}}',
    turn: '● It is your turn! · {{title}}',
  },
  eyebrow: 'You are in line for',
  position: 'Your position',
  toEvent: 'To the event',
  estimate: {
    unknown: 'One moment, we are asking how far the line is.',
    moments: 'It is your turn within a minute.',
    minutes_one: 'It is your turn in about one minute.',
    minutes_other: 'It is your turn in about {{n}} minutes.',
    hours_one: 'It is your turn in about one hour.',
    hours_other: 'It is your turn in about {{n}} hours.',
    now: 'It is your turn. One moment, we open the door.',
  },
  afterStart: {
    moments: 'You are among the first.',
    minutes_one: 'It is your turn about one minute later.',
    minutes_other: 'It is your turn about {{n}} minutes later.',
    hours_one: 'It is your turn about one hour later.',
    hours_other: 'It is your turn about {{n}} hours later.',
  },
  held: {
    title: 'All tickets are held by others at the moment',
    text: 'The line moves on as soon as some come back, which often takes a few minutes. Nobody can say yet when that is, so we give no time.',
  },
  notYet: {
    title: 'The sale starts {{date}}',
    unknown: 'The sale has not started yet',
    in: 'That is {{when}}.',
    after: 'From then on the line moves.',
  },
  soldOut: {
    title: 'Sold out',
    text: 'All tickets are sold, so there is nothing to wait for. If somebody returns theirs while the line is open, this page tells you, and your place counts.',
  },
  ended: {
    title: 'The sale has ended',
    text: 'There are no more tickets to be had here, so there is no line any more.',
  },
  over: {
    title: 'Your turn is over',
    text: 'The time to order has run out, so that others have a chance too. Nothing was charged. You are welcome to join the line again, at its end.',
    action: 'Join the line again',
  },
  turn: {
    title: 'It is your turn!',
    text: 'We take you to the tickets. Choose and continue before the time is over.',
    called: 'Your minutes to order begin when you look at this page.',
    action: 'Choose tickets',
  },
  joining: {
    eyebrow: 'Joining the line for',
    label: 'Calculation',
    text: 'We are finding your place …',
    crowded: 'Many people come at once. We keep asking; you need not do anything.',
    computing:
      'Your device does a small calculation before it joins. That keeps robots from filling the line.',
  },
  facts: {
    label: 'Good to know',
    stays:
      'You may close this page or your laptop: your place stays. Open it again on this device and you are where you were.',
    noGain: 'Reloading and more tabs do not make it faster. Everybody has one place.',
    chosen_one: 'The ticket you chose is kept in this tab.',
    chosen_other: 'The {{count}} tickets you chose are kept in this tab.',
    choose: 'You can look at the tickets meanwhile.',
    toEvent: 'To the tickets',
  },
  call: {
    label: 'Call me when it is my turn',
    hint: 'With a sound, and a notification if your browser allows it. Leave this page open in a tab for that.',
  },
  account: {
    title: 'Please sign in to join the line',
    text: 'For this sale there is one place per account. After signing in you come back here.',
  },
  notNeeded: 'There is no line at the moment: you can order right away.',
  cutOff:
    'No connection at the moment. Your place stays; this page goes on by itself as soon as it can.',
  failed: 'We could not find your place in line',
} as const;

export default en;

declare module '@/lib/i18n/types' {
  interface Namespaces {
    'waiting-line': typeof en;
  }
}
