import { useSyncExternalStore } from 'react';

function readRem(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 10;
}

function subscribe(listener: () => void): () => void {
  const scale = new MutationObserver(listener);
  scale.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  window.addEventListener('resize', listener);
  return () => {
    scale.disconnect();
    window.removeEventListener('resize', listener);
  };
}

/** CSS pixels of one rem: 10 on a desk, 20 on a 3840 × 2160 wall. */
export function useRem(): number {
  return useSyncExternalStore(subscribe, readRem);
}
