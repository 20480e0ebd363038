import type { N8nApi } from '../api/n8nApi';
import { outcomeOf } from '../api/refusal';
import type { RemoteWorkflow } from '../api/types';
import type { Publication } from '../state/pushReport';
import type { ConfirmPublication } from './confirmPublication';

/** Publishes a workflow's latest version. Why it could not be goes into `problems`; raises when n8n does not answer. */
export async function publishWorkflow(
	api: N8nApi,
	confirm: ConfirmPublication,
	latest: RemoteWorkflow,
	problems: string[],
): Promise<Publication> {
	if (problems.length > 0) return 'blocked';
	if (latest.active && latest.activeVersionId !== undefined && latest.activeVersionId === latest.versionId) {
		return 'kept';
	}
	const outcome = await outcomeOf(api.publishWorkflow(latest.id).then(async () => await confirm(latest.id, latest)));
	const problem = 'refusal' in outcome ? `not published: ${outcome.refusal.message}` : outcome.answer;
	if (problem === undefined) return 'published';
	problems.push(problem);
	return 'blocked';
}
