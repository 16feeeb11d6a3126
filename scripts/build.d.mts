export function bundle(options?: { write?: boolean }): Promise<{ fileName: string; code: string; imports: string[]; isEntry: boolean; moduleIds: string[] }[]>;
export const withoutRtc: import('vite').Plugin;
