import { OrganizerSample } from '@/features/styleguide/organizer-sample';

export default function OrganizerSamplePage() {
  return <OrganizerSample />;
}
