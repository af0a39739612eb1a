/** The application menu: hidden on Windows and Linux until Alt is pressed, at the top of the screen on macOS. */
import type { MenuItemConstructorOptions } from 'electron';

const words = {
  zh: {
    app: 'Signalbox',
    edit: '编辑',
    view: '视图',
    another: '在下一个显示器上新建窗口',
    fullScreen: '全屏',
    zoomIn: '放大',
    zoomOut: '缩小',
    zoomReset: '实际大小',
    inspect: '开发者工具',
    quit: '退出',
  },
  en: {
    app: 'Signalbox',
    edit: 'Edit',
    view: 'View',
    another: 'New window on the next display',
    fullScreen: 'Full screen',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Actual size',
    inspect: 'Developer tools',
    quit: 'Quit',
  },
} as const;

export interface MenuFacts {
  /** Of the operating system, e.g. `zh-CN`. */
  readonly locale: string;
  readonly inspectable: boolean;
  readonly openAnother: () => void;
}

/** No reload: a wall must not lose its picture to a key. */
export function menuTemplate({ locale, inspectable, openAnother }: MenuFacts): MenuItemConstructorOptions[] {
  const word = locale.toLowerCase().startsWith('zh') ? words.zh : words.en;
  return [
    {
      label: word.app,
      submenu: [
        { label: word.another, accelerator: 'CmdOrCtrl+Shift+N', click: openAnother },
        { type: 'separator' },
        { label: word.quit, role: 'quit' },
      ],
    },
    { label: word.edit, role: 'editMenu' },
    {
      label: word.view,
      submenu: [
        { label: word.fullScreen, role: 'togglefullscreen' },
        { label: word.zoomIn, role: 'zoomIn' },
        { label: word.zoomOut, role: 'zoomOut' },
        { label: word.zoomReset, role: 'resetZoom' },
        ...(inspectable
          ? [{ type: 'separator' } as const, { label: word.inspect, role: 'toggleDevTools' } as const]
          : []),
      ],
    },
  ];
}
