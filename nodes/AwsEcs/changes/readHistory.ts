import { listServiceDeployments, readServiceDeployments, readServiceRevisions } from '../api/serviceDeployments';
import type { Ecs, ServiceReference } from '../api/types';
import type { PastDeployment } from '../state/history';

/** A service's deployments, the newest first. */
export async function readHistory(ecs: Ecs, reference: ServiceReference, limit: number): Promise<PastDeployment[]> {
	const briefs = await listServiceDeployments(ecs, reference, limit);
	const revisions = await readServiceRevisions(
		ecs,
		briefs.map(({ targetServiceRevisionArn }) => targetServiceRevisionArn),
	);
	return briefs
		.map((brief): PastDeployment => {
			const revision = revisions.get(brief.targetServiceRevisionArn ?? '');
			return {
				arn: brief.serviceDeploymentArn ?? '',
				createdAt: brief.createdAt?.toISOString() ?? '',
				status: brief.status ?? '',
				taskDefinitionArn: revision?.taskDefinition ?? '',
				revision,
			};
		})
		.sort((left, right) => right.createdAt.localeCompare(left.createdAt));
}

/** What was live when a deployment in flight began. */
export async function readSource(ecs: Ecs, rolling: PastDeployment): Promise<PastDeployment | undefined> {
	const [record] = await readServiceDeployments(ecs, [rolling.arn]);
	const arn = record?.sourceServiceRevisions?.[0]?.arn;
	const revision = arn ? (await readServiceRevisions(ecs, [arn])).get(arn) : undefined;
	return (
		revision && {
			arn: '',
			createdAt: revision.createdAt?.toISOString() ?? '',
			status: 'SUCCESSFUL',
			taskDefinitionArn: revision.taskDefinition ?? '',
			revision,
		}
	);
}
