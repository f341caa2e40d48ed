'use client';

import Form from 'next/form';
import { useState } from 'react';
import { useFormStatus } from 'react-dom';
import type { EventCategory } from '@/gql/graphql';
import { useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { SearchField } from '@/ui/search-field';

/** A plain GET form: works before the script has arrived, and the address can be shared. */
export function SearchForm({
  search,
  category,
}: {
  search: string;
  category: EventCategory | null;
}) {
  const t = useT('discovery');
  const [value, setValue] = useState(search);
  const [shownSearch, setShownSearch] = useState(search);
  // The address changed by another way (a chip, "back"): follow it.
  if (search !== shownSearch) {
    setShownSearch(search);
    setValue(search);
  }
  return (
    <Form action="/" role="search" scroll={false} className="flex w-full max-w-xl gap-2">
      {category ? <input type="hidden" name="category" value={category} /> : null}
      <SearchField
        name="q"
        label={t('search.label')}
        value={value}
        onValueChange={setValue}
        maxLength={100}
        enterKeyHint="search"
        autoComplete="off"
        className="flex-1"
      />
      <SubmitSearch label={t('search.submit')} />
    </Form>
  );
}

function SubmitSearch({ label }: { label: string }) {
  const { pending } = useFormStatus();
  return (
    <Button type="submit" variant="stage" pending={pending}>
      {label}
    </Button>
  );
}
