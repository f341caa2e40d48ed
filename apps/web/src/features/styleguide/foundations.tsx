'use client';

import { Plus, Ticket } from 'lucide-react';
import { BrandScope } from '@/ui/brand-scope';
import { Button, IconButton, LinkButton } from '@/ui/button';
import { Card } from '@/ui/card';
import { sample } from './sample-text';
import { Row, Section } from './section';

const swatches = [
  ['canvas', 'bg-canvas text-ink'],
  ['surface', 'bg-surface text-ink'],
  ['raised', 'bg-raised text-ink'],
  ['sunken', 'bg-sunken text-ink'],
  ['inverse', 'bg-inverse text-on-inverse'],
  ['brand', 'bg-brand text-on-brand'],
  ['brand-soft', 'bg-brand-soft text-brand'],
  ['stage', 'bg-stage text-on-stage'],
  ['lamp', 'bg-lamp text-on-lamp'],
  ['positive', 'bg-positive-soft text-positive'],
  ['caution', 'bg-caution-soft text-caution'],
  ['critical', 'bg-critical-soft text-critical'],
  ['info', 'bg-info-soft text-info'],
] as const;

export function Foundations() {
  return (
    <>
      <Section id="type" title={sample.sections.type}>
        <p className="font-display text-display font-extrabold">{sample.display}</p>
        <p className="font-display text-headline font-bold">{sample.headline}</p>
        <p className="text-title font-semibold">{sample.heading}</p>
        <p className="max-w-prose">{sample.body}</p>
        <p className="max-w-prose text-sm text-muted">{sample.muted}</p>
      </Section>
      <Section id="colour" title={sample.sections.colour}>
        <ul className="grid grid-cols-2 gap-3 sm:grid-cols-4 lg:grid-cols-5">
          {swatches.map(([name, look]) => (
            <li
              key={name}
              className={`flex h-20 items-end rounded-card border border-line p-3 text-sm font-semibold ${look}`}
            >
              {name}
            </li>
          ))}
        </ul>
      </Section>
      <Section id="buttons" title={sample.sections.buttons}>
        <Row>
          <Button variant="primary">
            <Ticket aria-hidden="true" />
            {sample.primary}
          </Button>
          <Button>{sample.secondary}</Button>
          <Button variant="quiet">{sample.quiet}</Button>
          <Button variant="danger">{sample.danger}</Button>
          <LinkButton href="/styleguide">{sample.link}</LinkButton>
        </Row>
        <Row>
          <Button variant="primary" size="sm">
            {sample.small}
          </Button>
          <Button variant="primary" size="lg">
            {sample.large}
          </Button>
          <Button variant="primary" pending>
            {sample.pending}
          </Button>
          <Button variant="primary" disabled>
            {sample.disabled}
          </Button>
          <Button disabled>{sample.disabled}</Button>
          <IconButton label={sample.add}>
            <Plus aria-hidden="true" />
          </IconButton>
          <IconButton label={sample.add} variant="secondary">
            <Plus aria-hidden="true" />
          </IconButton>
        </Row>
      </Section>
      <Section id="brand" title={sample.sections.brand}>
        <div className="grid gap-4 sm:grid-cols-2">
          {sample.organizations.map(({ name, primary, accent }) => (
            <BrandScope key={name} colors={{ primary, accent }}>
              <Card padding="none" className="overflow-hidden">
                <div className="flex flex-col items-start gap-4 bg-stage p-5 text-on-stage">
                  <p className="font-display text-headline font-bold">{name}</p>
                  <Button variant="stage">{sample.primary}</Button>
                </div>
                <div className="flex flex-wrap items-center gap-3 p-5">
                  <Button variant="primary">{sample.primary}</Button>
                  <p className="font-semibold text-brand">{sample.brandText}</p>
                  <p className="w-full rounded-control bg-brand-soft p-3 text-sm text-brand">
                    {sample.brandText}
                  </p>
                </div>
              </Card>
            </BrandScope>
          ))}
        </div>
      </Section>
    </>
  );
}
