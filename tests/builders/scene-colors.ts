import type { SceneColors } from '#renderer/scene/view.ts';

/** The dark theme's tokens, as the window would read them from the stylesheet. */
export const sceneColors: SceneColors = {
  ground: '#0c1116',
  slab: '#151c23',
  line: '#2b3743',
  glass: '#8494a3',
  neutral: '#26303a',
  text: '#dfe7ee',
  textMuted: '#8494a3',
  panel: '#11171d',
  selection: '#dfe7ee',
  route: '#4cc38a',
  priorities: ['#ff5b5b', '#f2a33a', '#f0dc5a', '#7aa7d9'],
};
