'use client';

import { useEffect, useState } from 'react';
import { useT } from '@/lib/i18n/client';
import { Switch } from '@/ui/checkbox';
import { isCallWanted, wantCall } from './calling';

/** "Tell me when it is my turn", for those who do something else meanwhile. */
export function CallMe({ onChange }: { onChange: (isWanted: boolean) => void }) {
  const t = useT('waiting-line');
  const [isWanted, setWanted] = useState(false);
  useEffect(() => {
    const wanted = isCallWanted();
    setWanted(wanted);
    onChange(wanted);
  }, [onChange]);
  return (
    <Switch
      label={t('call.label')}
      hint={t('call.hint')}
      checked={isWanted}
      onChange={({ target }) => {
        setWanted(target.checked);
        onChange(target.checked);
        void wantCall(target.checked);
      }}
    />
  );
}
