import { sample } from '@/features/styleguide/sample-text';
import { DoorShell } from '@/shell/door-shell';
import { Button } from '@/ui/button';

export default function DoorSamplePage() {
  return (
    <DoorShell
      title={sample.door}
      status={sample.doorStatus}
      actions={<Button size="sm">{sample.search}</Button>}
    >
      <p className="p-4 text-title font-semibold">{sample.body}</p>
    </DoorShell>
  );
}
