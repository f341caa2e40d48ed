import type { MetadataRoute } from 'next';

/** Installable, above all for the door: opens without browser bars. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Foyer',
    short_name: 'Foyer',
    start_url: '/',
    display: 'standalone',
    background_color: '#faf7f5',
    theme_color: '#45102d',
    icons: [
      { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
