export function newElement(tag: string | undefined, options?: { root?: string }): string[];
