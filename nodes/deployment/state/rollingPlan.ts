/** How far one instance of a rolling change is. */
export type RollingStep = 'waiting' | 'inProgress' | 'healthy' | 'verified' | 'failed';

export interface RollingInstance {
	/** Its process group, service or pool: each has its own share that may be away. */
	readonly group: string;
	readonly step: RollingStep;
}

export interface RollingPolicy {
	/** A share of each group below 1 (rounded up), or a number of instances from 1 on. */
	readonly maxUnavailable: number;
	/** Whether each group's first instance must be verified before its second is begun. */
	readonly slowStart: boolean;
}

/** How many of `total` may be away at once: 0.33 of 50 are 17; never none. */
export function unavailableAllowed(maxUnavailable: number, total: number): number {
	const wanted = maxUnavailable >= 1 ? Math.floor(maxUnavailable) : Math.ceil(maxUnavailable * total - 1e-9);
	return Math.max(1, Math.min(total, wanted));
}

/** The positions of the instances to begin now, in order. */
export function instancesToBegin(instances: readonly RollingInstance[], policy: RollingPolicy): number[] {
	const groups = new Set(instances.map(({ group }) => group));
	return [...groups].flatMap((group) => {
		const members = instances.flatMap((instance, index) =>
			instance.group === group ? [{ step: instance.step, index }] : [],
		);
		const waiting = members.filter(({ step }) => step === 'waiting');
		const away = members.filter(({ step }) => step === 'inProgress').length;
		const isUnverified = policy.slowStart && !members.some(({ step }) => step === 'verified');
		if (isUnverified) {
			const hasBegun = waiting.length < members.length;
			return hasBegun ? [] : waiting.slice(0, 1).map(({ index }) => index);
		}
		const free = unavailableAllowed(policy.maxUnavailable, members.length) - away;
		return waiting.slice(0, Math.max(0, free)).map(({ index }) => index);
	});
}
