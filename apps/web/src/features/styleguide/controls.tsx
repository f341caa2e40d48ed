'use client';

import { useState } from 'react';
import { z } from 'zod';
import { Checkbox, RadioCards, Switch } from '@/ui/checkbox';
import { DateTimeField } from '@/ui/date-time-field';
import { Field } from '@/ui/field';
import {
  CheckboxField,
  Form,
  FormActions,
  PasswordField,
  SubmitButton,
  TextField,
  useZodForm,
} from '@/ui/form';
import { AffixInput, Input, PasswordInput, Select, Textarea } from '@/ui/input';
import { NumberStepper } from '@/ui/number-stepper';
import { SearchField } from '@/ui/search-field';
import { sample } from './sample-text';
import { Row, Section } from './section';

const formSchema = z.object({
  name: z.string().trim().min(1),
  email: z.email(),
  password: z.string().min(10),
  terms: z.literal(true),
});

export function Controls() {
  const [count, setCount] = useState(2);
  const [search, setSearch] = useState('');
  const [kind, setKind] = useState('in_person');
  const [startsAt, setStartsAt] = useState<string | null>('2026-11-21T18:00:00.000Z');
  const form = useZodForm(formSchema, {
    defaultValues: { name: '', email: '', password: '' },
  });
  return (
    <>
      <Section id="fields" title={sample.sections.fields}>
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label={sample.name} hint={sample.nameHint} required>
            <Input defaultValue={sample.nameValue} />
          </Field>
          <Field label={sample.email} error={sample.emailError} required>
            <Input type="email" defaultValue="ada@" />
          </Field>
          <Field label={sample.password}>
            <PasswordInput autoComplete="off" />
          </Field>
          <Field label={sample.country}>
            <Select
              options={sample.countries.map((label) => ({ value: label, label }))}
              defaultValue={sample.countries[0]}
            />
          </Field>
          <Field label={sample.price}>
            <AffixInput before="EUR" inputMode="decimal" defaultValue="149.00" />
          </Field>
          <Field label={sample.address}>
            <AffixInput before="foyer.example/o/" defaultValue="voltage" />
          </Field>
          <Field label={sample.starts} required>
            <DateTimeField value={startsAt} onChange={setStartsAt} zone="Europe/Berlin" />
          </Field>
          <Field label={sample.about}>
            <Textarea defaultValue={sample.aboutValue} />
          </Field>
          <Field label={sample.disabled}>
            <Input disabled defaultValue={sample.nameValue} />
          </Field>
          <Field label={sample.readOnly}>
            <Input readOnly defaultValue={sample.nameValue} />
          </Field>
        </div>
        <Row>
          <NumberStepper label={sample.quantity} value={count} onChange={setCount} max={10} />
          <NumberStepper label={sample.disabled} value={0} onChange={setCount} disabled />
        </Row>
        <SearchField label={sample.search} value={search} onValueChange={setSearch} />
      </Section>
      <Section id="choices" title={sample.sections.choices}>
        <div className="grid gap-x-8 sm:grid-cols-2">
          <Checkbox label={sample.newsletter} hint={sample.newsletterHint} defaultChecked />
          <Checkbox label={sample.terms} error={sample.termsError} />
          <Switch label={sample.notify} hint={sample.notifyHint} defaultChecked />
          <Switch label={sample.notify} />
        </div>
        <RadioCards
          legend={sample.kind}
          name="kind"
          value={kind}
          onChange={({ target }) => setKind(target.value)}
          options={sample.kinds}
        />
      </Section>
      <Section id="form" title={sample.sections.form}>
        <Form
          form={form}
          className="max-w-lg"
          onSubmit={async () => {
            await new Promise((resolve) => setTimeout(resolve, 1500));
            return { ok: false, error: { code: 'SLUG_TAKEN', message: '' } };
          }}
        >
          <TextField {...form.field('name')} label={sample.name} required />
          <TextField {...form.field('email')} label={sample.email} type="email" required />
          <PasswordField
            {...form.field('password')}
            label={sample.password}
            autoComplete="new-password"
            required
          />
          <CheckboxField {...form.field('terms')} label={sample.terms} />
          <FormActions>
            <SubmitButton>{sample.save}</SubmitButton>
          </FormActions>
        </Form>
      </Section>
    </>
  );
}
