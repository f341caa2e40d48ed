import type { MetadataRoute } from 'next';

/** Public pages may be indexed; what belongs to a person or a team may not. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: '*',
      allow: '/',
      disallow: ['/account', '/checkout/', '/door', '/my/', '/organize', '/registrations/'],
    },
  };
}
