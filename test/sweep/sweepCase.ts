import { STEP_FAULTS, type StepFault, type SweepFault, sweepFaults } from './faults';
import { placeName, type RequestPlace } from './requestPlace';
import type { Subject } from './subject';

/** One subject, played with one thing that goes wrong. */
export interface SweepCase {
	readonly subject: string;
	/** `03-deploy-service on fly / fly POST /v1/apps/paintbox-api/machines #2 / lost reply`. */
	readonly name: string;
	readonly fault: string;
	readonly place?: RequestPlace;
	readonly step?: { readonly workflowId: string; readonly step: string };
}

/** What came of it. */
export interface CaseResult {
	readonly subject: string;
	readonly name: string;
	readonly fault: string;
	/** Empty when all holds. */
	readonly violations: readonly string[];
	/** Whether the fault came to pass: another way may have been taken before. */
	readonly isHit: boolean;
	readonly seconds: number;
}

export const faultNames: readonly string[] = [...sweepFaults.map(({ name }) => name), ...STEP_FAULTS];

/** All cases of a subject, by the requests of its good run. */
export function casesOf(subject: Subject, places: readonly RequestPlace[]): SweepCase[] {
	const requests = places
		.filter((place) => !isOneOfMany(place, places) && subject.isOwn?.(place) !== false)
		.flatMap((place) =>
			sweepFaults
				.filter((fault) => isWorthTrying(place, fault))
				.map(({ name }) => caseOf(subject.name, placeName(place), name, { place })),
		);
	const steps = (subject.steps ?? []).flatMap((step) =>
		STEP_FAULTS.map((fault: StepFault) => caseOf(subject.name, `${step.workflowId} "${step.step}"`, fault, { step })),
	);
	return [...requests, ...steps];
}

/** What is looked at again and again is waited for: the first three looks and the last one stand for all. */
function isOneOfMany(place: RequestPlace, places: readonly RequestPlace[]): boolean {
	const { occurrence, isWrite, platform, method, path, action } = place;
	if (isWrite || occurrence <= 3) return false;
	return places.some(
		(other) =>
			other.platform === platform &&
			other.method === method &&
			other.path === path &&
			other.action === action &&
			other.occurrence > occurrence,
	);
}

/** What lasts begins with the first of its kind: from a later one on it is much the same. */
function isWorthTrying({ isWrite, occurrence, platform }: RequestPlace, fault: SweepFault): boolean {
	if (fault.isOfWrites && !isWrite) return false;
	if (fault.isLasting && occurrence > 1) return false;
	// Nobody signs in at the address of a site.
	return platform !== 'public' || !/401|429/.test(fault.name);
}

function caseOf(subject: string, place: string, fault: string, rest: Pick<SweepCase, 'place' | 'step'>): SweepCase {
	return { subject, fault, name: `${subject} / ${place} / ${fault}`, ...rest };
}
