export function manifestProblems(options: { observed: Record<string, readonly string[]>; edit?: (path: string, text: string) => string }): string[];
