import type { ReconciledService } from '../../deployment/plan/reconciledService';

/** What a release would call to carry a decision out: every write, in its order. Looks are not counted. */
export function plannedCalls({ sight: { row }, decision }: ReconciledService): string[] {
	if (!decision.isActing || decision.decision !== 'deploy') return [];
	return [
		`GitHub: open a deployment of ${row.service} to ${row.environment}`,
		...platformCalls(row, decision.artifact),
		'GitHub: set its last status',
	];
}

function platformCalls(row: ReconciledService['sight']['row'], image: string): string[] {
	switch (row.platform) {
		case 'netlify':
			return [`Netlify: build ${row.branches[0] ?? 'the branch'} on ${row.target}`];
		case 'fly':
			return [
				...(row.releaseCommand === '' ? [] : [`Fly.io: run the release command of ${row.target}`]),
				`Fly.io: update the machines of ${row.target} to ${image}`,
			];
		case 'ecs':
			return [
				`Amazon ECS: register a revision of the task definition with ${image}`,
				...(row.migration === '' ? [] : [`Amazon ECS: run the migration of ${row.target}`]),
				`Amazon ECS: update ${row.target}`,
			];
		case 'graphos':
			return [
				`Apollo GraphOS: check ${row.schema}`,
				`Apollo GraphOS: publish it to ${row.target}, and wait for its launch`,
			];
		default:
			return [`${row.platform}: deploy ${row.target}`];
	}
}
