import type { OutboxTopic } from '@foyer/types';
import { cancelPayment } from './cancel-payment/handler.ts';
import { executeRefund } from './execute-refund/handler.ts';
import { issueConfirmation } from './issue-confirmation/handler.ts';
import type { Job } from './job.ts';
import { notifyEndpointOff } from './notify-endpoint-off/handler.ts';
import {
  notifyEventCancelled,
  tellHolderOfCancellation,
  tellOfCancellation,
} from './notify-event-cancelled/handler.ts';
import { notifyLatePayment } from './notify-late-payment/handler.ts';
import {
  notifyTicketTransferred,
  resendTicket,
  tellOfTransfer,
} from './notify-ticket-transferred/handler.ts';
import {
  notifyTicketsCancelled,
  tellHolderOfCancelledTicket,
} from './notify-tickets-cancelled/handler.ts';
import { reconcilePayment } from './reconcile-payment/handler.ts';
import { renderTicketPdfJob } from './render-ticket-pdf/handler.ts';
import { sendAccountExists } from './send-account-exists/handler.ts';
import { sendPasswordReset } from './send-password-reset/handler.ts';
import { sendTicketLinks } from './send-ticket-links/handler.ts';
import { sendVerification } from './send-verification/handler.ts';

/** What follows from an event of the outbox; null when nothing does yet. */
export const jobOfTopic: Record<OutboxTopic, Job | null> = {
  'registration.confirmed': issueConfirmation,
  'confirmation.resend_requested': issueConfirmation,
  'tickets.pdf_requested': renderTicketPdfJob,
  'ticket.transferred': notifyTicketTransferred,
  'ticket.resend_requested': resendTicket,
  'registration.link_requested': sendTicketLinks,
  // A buyer who let a hold run out, or gave it up, needs no mail about it.
  'registration.expired': null,
  'registration.cancelled': null,
  'payment.abandoned': cancelPayment,
  'payment.received_late': notifyLatePayment,
  'refund.queued': executeRefund,
  'tickets.cancelled': notifyTicketsCancelled,
  'event.cancelled': notifyEventCancelled,
  'webhooks.endpoint_off': notifyEndpointOff,
  'user.verification_requested': sendVerification,
  'user.password_reset_requested': sendPasswordReset,
  'user.sign_up_repeated': sendAccountExists,
};

/** Started by other jobs and by schedules. */
const furtherJobs: Job[] = [
  tellOfCancellation,
  tellHolderOfCancellation,
  tellHolderOfCancelledTicket,
  tellOfTransfer,
  reconcilePayment,
];

export const jobsByName = new Map<string, Job>(
  [...Object.values(jobOfTopic), ...furtherJobs].flatMap((job) => (job ? [[job.name, job]] : [])),
);
