export { type Inbox, type InboxOptions, startInbox } from './inbox.ts';
export type { Message, MessageSummary } from './message.ts';
