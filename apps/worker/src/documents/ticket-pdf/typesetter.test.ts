import { names, sampleDocument } from '../../../test/sample-document.ts';
import { renderTicketPdf, type TicketPdfInput } from './ticket-pdf.ts';
import { typesetTicketPdf } from './typesetter.ts';

const inputOf = (attendees: string[]): TicketPdfInput => {
  const document = sampleDocument(attendees);
  return {
    document,
    tokens: new Map(document.tickets.map(({ id }) => [id, 'F1TEST'])),
    logo: null,
  };
};

test('a thread sets the same bytes, and each gets their own', async () => {
  const inputs = Object.values(names).map((name) => inputOf([name]));
  const pdfs = await Promise.all(inputs.map(typesetTicketPdf));
  for (const [i, input] of inputs.entries())
    expect(Buffer.from(pdfs[i] ?? []).equals(await renderTicketPdf(input))).toBe(true);
});

test('what cannot be set fails alone', async () => {
  const broken = { ...inputOf(['Ada Lovelace']), tokens: new Map<string, string>() };
  const settled = await Promise.allSettled(
    [inputOf(['Ada']), broken, inputOf(['Grace'])].map(typesetTicketPdf),
  );
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
