export interface Fault {
  readonly operator: string;
  readonly start: number;
  readonly end: number;
  readonly was: string;
  readonly instead: string;
  readonly line: number;
  readonly whole: { readonly start: number; readonly end: number; readonly kind: 'expression' | 'statement' | 'return' | 'argument'; readonly broken: string };
}
export function faultsIn(text: string): Fault[];
export function withFaults(text: string, faults: readonly (Fault & { readonly id: number })[]): string;
