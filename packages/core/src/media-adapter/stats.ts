import type { MediaStats, TrackKind } from '../media.ts';

export const NO_STATS: MediaStats = Object.freeze({ framesDecoded: 0, framesSent: 0, packetsSent: 0, bytesSent: 0, bytesReceived: 0 });

/** An RTCStatsReport, or several in one Map. */
export interface StatsReport {
  forEach(run: (entry: unknown) => void): void;
  get(id: string): unknown;
}

/** The entries that are read here. */
export interface RtpStats {
  readonly type: string;
  readonly kind: TrackKind;
  readonly packetsReceived?: number;
  readonly packetsSent?: number;
  readonly bytesReceived?: number;
  readonly bytesSent?: number;
  readonly framesDecoded?: number;
  readonly framesSent?: number;
  readonly frameWidth?: number;
  readonly frameHeight?: number;
}

export function entries(report: StatsReport, type: string): RtpStats[] {
  const found: RtpStats[] = [];
  report.forEach((entry) => {
    if ((entry as RtpStats).type === type) found.push(entry as RtpStats);
  });
  return found;
}

export function summarize(report: StatsReport): MediaStats {
  const inbound = entries(report, 'inbound-rtp');
  const outbound = entries(report, 'outbound-rtp');
  const sum = (of: RtpStats[], field: keyof RtpStats) => of.reduce((total, entry) => total + Number(entry[field] ?? 0), 0);
  const picture = inbound.find((entry) => entry.frameWidth);
  return {
    roundTripMs: roundTripMs(report),
    framesDecoded: sum(inbound, 'framesDecoded'),
    framesSent: sum(outbound, 'framesSent'),
    packetsSent: sum(outbound, 'packetsSent'),
    bytesSent: sum(outbound, 'bytesSent'),
    bytesReceived: sum(inbound, 'bytesReceived'),
    frameWidth: picture?.frameWidth,
    frameHeight: picture?.frameHeight,
  };
}

/** Through the transport: under loss the nominated pair is not always `succeeded` (web-mapping §0.3, trap 13). */
function roundTripMs(report: StatsReport): number | undefined {
  const pairs = (entries(report, 'transport') as { selectedCandidatePairId?: string }[]).map((transport) => transport.selectedCandidatePairId);
  for (const id of pairs) {
    const seconds = id && (report.get(id) as { currentRoundTripTime?: number } | undefined)?.currentRoundTripTime;
    if (typeof seconds === 'number') return seconds * 1000;
  }
  return undefined;
}
