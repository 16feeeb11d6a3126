import type { MediaStats, TrackKind } from '@call-elements/core';

export const NO_STATS: MediaStats = Object.freeze({ framesDecoded: 0, framesSent: 0, packetsSent: 0, bytesSent: 0, bytesReceived: 0 });

/** The entries that are read here; TypeScript's DOM library knows only their common base. */
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

export function entries(report: RTCStatsReport, type: string): RtpStats[] {
  const found: RtpStats[] = [];
  report.forEach((entry: RtpStats) => {
    if (entry.type === type) found.push(entry);
  });
  return found;
}

export function summarize(report: RTCStatsReport): MediaStats {
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
function roundTripMs(report: RTCStatsReport): number | undefined {
  const pairs = (entries(report, 'transport') as { selectedCandidatePairId?: string }[]).map((transport) => transport.selectedCandidatePairId);
  for (const id of pairs) {
    const seconds = id && (report.get(id) as RTCIceCandidatePairStats | undefined)?.currentRoundTripTime;
    if (typeof seconds === 'number') return seconds * 1000;
  }
  return undefined;
}
