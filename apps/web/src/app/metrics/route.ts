import { renderMetrics } from '@/lib/metrics';

export async function GET() {
  const { contentType, body } = await renderMetrics();
  return new Response(body, { headers: { 'content-type': contentType } });
}
export const dynamic = 'force-dynamic';
