import type { Assessment } from '../../deployment/state/assessment';

/** What one look at an operation or a branch says: whether to go on waiting. Neither is a deployment, so neither has a deployment's state. */
export interface NeonAssessment extends Pick<Assessment, 'phase'> {
	/** What was seen, for a person. */
	readonly seen: string;
}
