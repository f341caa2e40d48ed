'use client';

import { type FormEvent, useRef, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Field } from '@/ui/field';
import { Input } from '@/ui/input';

const CODE_LENGTH = 10;

/** For a cracked screen or a crumpled print: the ten characters below the QR code. */
export function CodeDialog({
  open,
  onOpenChange,
  onCode,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onCode: (text: string, isTyped: boolean) => void;
}) {
  const t = useT('door');
  const [text, setText] = useState('');
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const length = text.replace(/[\s\p{Dash_Punctuation}]/gu, '').length;
    // A hand-held scanner may type a whole token into this field: that is a scan.
    const isToken = length > 2 * CODE_LENGTH;
    setMissing(length !== CODE_LENGTH && !isToken);
    if (length !== CODE_LENGTH && !isToken) return input.current?.focus();
    setText('');
    onOpenChange(false);
    onCode(text, !isToken);
  };

  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('code.title')} width="sm">
      <form onSubmit={submit} noValidate className="flex flex-col gap-4 pb-2">
        <Field
          label={t('code.label')}
          hint={t('code.hint')}
          required
          error={isMissing ? t('code.missing') : undefined}
        >
          <Input
            ref={input}
            autoFocus
            value={text}
            onChange={({ target }) => {
              setText(target.value);
              setMissing(false);
            }}
            maxLength={300}
            className="min-h-14 font-mono text-xl! tracking-wider uppercase"
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="go"
          />
        </Field>
        <Button type="submit" variant="primary" size="lg">
          {t('code.action')}
        </Button>
      </form>
    </Dialog>
  );
}
