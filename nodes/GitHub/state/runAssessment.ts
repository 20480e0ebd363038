import { listAt, textAt } from '../../deployment/values/jsonFields';
import type { GitHubWorkflowRun } from '../api/types';

/** What one look at a run of GitHub Actions says. */
export interface RunAssessment {
	readonly phase: 'pending' | 'succeeded' | 'failed';
	/** GitHub's own status, for a person. */
	readonly seen: string;
}

/** A run is over when it is completed, and succeeded only with the conclusion "success". */
export function assessRun({ status, conclusion }: GitHubWorkflowRun): RunAssessment {
	const seen = status ?? 'no status';
	if (status !== 'completed') return { phase: 'pending', seen };
	return { phase: conclusion === 'success' ? 'succeeded' : 'failed', seen };
}

/** `build (step "npm test")` for each job that did not succeed. */
export function failedJobs(jobs: readonly unknown[]): string[] {
	return jobs.filter(isFailure).map((job) => {
		const stepName = textAt(listAt(job, 'steps').find(isFailure), 'name');
		return `${textAt(job, 'name') ?? 'a job'}${stepName === null ? '' : ` (step "${stepName}")`}`;
	});
}

function isFailure(jobOrStep: unknown): boolean {
	const conclusion = textAt(jobOrStep, 'conclusion');
	return conclusion !== null && !['success', 'skipped', 'neutral'].includes(conclusion);
}
