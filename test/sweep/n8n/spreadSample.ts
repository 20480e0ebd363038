import { sampleOf } from '../sample';
import type { SweepCase } from '../sweepCase';

/**
 * So many cases, the same ones each time, spread out: each subject in its turn gives one of the fault that was taken
 * least so far.
 */
export function spreadSampleOf(cases: readonly SweepCase[], count: number): SweepCase[] {
	const bySubject = new Map<string, SweepCase[]>();
	for (const one of sampleOf(cases, Infinity)) bySubject.set(one.subject, [...(bySubject.get(one.subject) ?? []), one]);
	const taken: SweepCase[] = [];
	const timesTaken = new Map<string, number>();
	const timesOf = ({ fault }: SweepCase): number => timesTaken.get(fault) ?? 0;
	while (taken.length < count && bySubject.size > 0) {
		for (const [subject, left] of bySubject) {
			if (taken.length >= count) break;
			const next = left.toSorted((one, other) => timesOf(one) - timesOf(other))[0];
			if (!next) {
				bySubject.delete(subject);
				continue;
			}
			left.splice(left.indexOf(next), 1);
			taken.push(next);
			timesTaken.set(next.fault, timesOf(next) + 1);
		}
	}
	return taken;
}
