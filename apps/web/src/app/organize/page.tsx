import { OrganizationsHome } from '@/features/workspace/organizations-home';

export default function OrganizePage() {
  return <OrganizationsHome />;
}
