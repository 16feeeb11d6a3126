export function startDemo(port: number): Promise<string>;
