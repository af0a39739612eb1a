import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

export type Announce = (text: string, urgency?: 'polite' | 'assertive') => void;

const AnnounceContext = createContext<Announce>(() => undefined);

/** Two live regions for the whole window; the text stays until the next one, so that a screen reader can go back to it. */
export function AnnounceProvider({ children }: { readonly children: ReactNode }) {
  const [polite, setPolite] = useState('');
  const [assertive, setAssertive] = useState('');
  const announce = useMemo<Announce>(
    () =>
      (text, urgency = 'polite') => {
        // The same words twice are still two events: a trailing no-break space makes them differ.
        const set = urgency === 'assertive' ? setAssertive : setPolite;
        set((before) => (before === text ? `${text}\u00a0` : text));
      },
    [],
  );
  return (
    <AnnounceContext.Provider value={announce}>
      {children}
      <div className="visually-hidden" role="status" aria-live="polite">
        {polite}
      </div>
      <div className="visually-hidden" role="alert" aria-live="assertive">
        {assertive}
      </div>
    </AnnounceContext.Provider>
  );
}

export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}
