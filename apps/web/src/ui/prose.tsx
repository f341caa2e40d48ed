import Markdown from 'markdown-to-jsx/react';
import type { ComponentProps } from 'react';
import { cx } from './cx';

/** Headings of the text sit below the section they stand in, whatever their author chose. */
function Heading({ children }: ComponentProps<'h3'>) {
  return <h3 className="mt-6 mb-2 text-lg font-semibold first:mt-0">{children}</h3>;
}

function OutsideLink({ href, children }: ComponentProps<'a'>) {
  // Addresses of other kinds (javascript:, data:) were removed by the parser already.
  const isUsable = typeof href === 'string' && /^(https?:|mailto:|tel:|\/(?!\/)|#)/i.test(href);
  if (!isUsable) return <span>{children}</span>;
  return (
    <a
      href={href}
      rel="nofollow noopener"
      className="font-medium text-brand underline underline-offset-4 hover:no-underline"
    >
      {children}
    </a>
  );
}

const Nothing = () => null;

/**
 * What an organizer wrote, with light markdown: paragraphs, lists, emphasis, headings, links. HTML
 * in it is shown as the text it is, and pictures are left out. Renders on the server.
 */
export function Prose({ text, className }: { text: string; className?: string }) {
  return (
    <div
      className={cx(
        'max-w-prose leading-relaxed [&_p]:whitespace-pre-line [&_blockquote]:border-l-4 [&_blockquote]:border-brand-line [&_blockquote]:pl-4 [&_blockquote]:text-muted [&_code]:rounded-xs [&_code]:bg-sunken [&_code]:px-1 [&_hr]:my-6 [&_hr]:border-line [&_li]:my-1 [&_ol]:my-3 [&_ol]:list-decimal [&_ol]:pl-6 [&_p]:my-3 [&_p:first-child]:mt-0 [&_p:last-child]:mb-0 [&_pre]:overflow-x-auto [&_strong]:font-semibold [&_table]:block [&_table]:overflow-x-auto [&_td]:p-2 [&_th]:p-2 [&_ul]:my-3 [&_ul]:list-disc [&_ul]:pl-6 marker:[&_li]:text-muted',
        className,
      )}
    >
      <Markdown options={options}>{text}</Markdown>
    </div>
  );
}

const options = {
  disableParsingRawHTML: true,
  disableFrontmatter: true,
  forceBlock: true,
  overrides: {
    h1: Heading,
    h2: Heading,
    h3: Heading,
    h4: Heading,
    h5: Heading,
    h6: Heading,
    a: OutsideLink,
    img: Nothing,
    input: Nothing,
  },
} as const;
