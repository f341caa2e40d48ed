import { Controls } from '@/features/styleguide/controls';
import { Data } from '@/features/styleguide/data';
import { Feedback } from '@/features/styleguide/feedback';
import { Foundations } from '@/features/styleguide/foundations';
import { sample } from '@/features/styleguide/sample-text';
import { PublicShell } from '@/shell/public-shell';
import { PageHeader } from '@/ui/page-header';

export default function StyleguidePage() {
  const nineMinutes = new Date(Date.now() + 9 * 60_000).toISOString();
  return (
    <PublicShell>
      <div className="page-width pb-16">
        <PageHeader title={sample.title} description={sample.description} />
        <Foundations />
        <Controls />
        <Feedback countdownUntil={nineMinutes} />
        <Data />
      </div>
    </PublicShell>
  );
}
