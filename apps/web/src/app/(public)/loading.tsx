import { LoadingState } from '@/ui/states';

export default function Loading() {
  return (
    <div className="page-width py-10">
      <LoadingState />
    </div>
  );
}
