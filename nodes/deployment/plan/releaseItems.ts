import type { ReconciledRelease } from './reconcile';

type Item = Readonly<Record<string, unknown>>;

/** What travels on: an item for each deployment of the wave, for each roll back, or one for what comes next. `runUrl` is where the run can be read. */
export function releaseItems({ next, release }: ReconciledRelease, runUrl: string): Item[] {
	return [{ next, release, announcement: null, runUrl }];
}

/** A plan for people, without any change: an item for each service, with its decision and what would be called. */
export function dryRunItems({ services }: ReconciledRelease): Item[] {
	return services.map(({ sight, decision, wave }) => ({
		service: sight.row.service,
		environment: sight.row.environment,
		wave,
		...decision,
	}));
}
