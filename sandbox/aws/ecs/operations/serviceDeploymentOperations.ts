import { AwsError, invalidParameter } from '../../awsError';
import type { JsonObject } from '../../jsonInput';
import { compact, readNumber, readObject, readText, readTexts } from '../../jsonInput';
import type { AwsOperations } from '../../operation';
import type { Ecs } from '../ecs';
import type { Service, ServiceDeployment } from '../model';
import { presentBrief, presentRevision, presentServiceDeployment } from '../presentService';
import { missing, readPage, requireText } from './reading';

const conflict = (arn: string, message: string): AwsError =>
	new AwsError('ConflictException', message, { members: { resourceIds: [arn] } });

export function serviceDeploymentOperations({ world, control }: Ecs): AwsOperations {
	const find = (
		arn: string,
	): { readonly service: Service; readonly deployment: ServiceDeployment } => {
		const found = world.findServiceDeployment(arn);
		if (!found) {
			throw new AwsError('ServiceDeploymentNotFoundException', 'The specified service deployment does not exist.');
		}
		return found;
	};
	return {
		ListServiceDeployments(input) {
			const cluster = world.cluster(input);
			const service = world.service(cluster, requireText(input, 'service'));
			const statuses = readTexts(input, 'status');
			const createdAt = readObject(input, 'createdAt');
			const after = readNumber(createdAt, 'after') ?? Number.NEGATIVE_INFINITY;
			const before = readNumber(createdAt, 'before') ?? Number.POSITIVE_INFINITY;
			const found = service.serviceDeployments
				.filter(({ status }) => statuses.length === 0 || statuses.includes(status))
				.filter(({ createdAtMs }) => createdAtMs / 1000 >= after && createdAtMs / 1000 <= before);
			const page = readPage(found, input, 100, 20);
			return compact({
				serviceDeployments: page.items.map((each) => presentBrief(world, service, each)),
				nextToken: page.nextToken,
			});
		},
		DescribeServiceDeployments(input) {
			const arns = readTexts(input, 'serviceDeploymentArns');
			if (arns.length === 0 || arns.length > 20) {
				throw invalidParameter('serviceDeploymentArns must have from 1 to 20 entries.');
			}
			const serviceDeployments: JsonObject[] = [];
			const failures: JsonObject[] = [];
			for (const arn of arns) {
				const found = world.findServiceDeployment(arn);
				if (!found) failures.push(missing(arn));
				else {
					serviceDeployments.push(
						presentServiceDeployment(world, found.service, found.deployment),
					);
				}
			}
			return { serviceDeployments, failures };
		},
		DescribeServiceRevisions(input) {
			const arns = readTexts(input, 'serviceRevisionArns');
			if (arns.length === 0 || arns.length > 20) {
				throw invalidParameter('serviceRevisionArns must have from 1 to 20 entries.');
			}
			const serviceRevisions: JsonObject[] = [];
			const failures: JsonObject[] = [];
			for (const arn of arns) {
				const service = world.services.find(({ revisions }) =>
					revisions.some((revision) => revision.arn === arn),
				);
				const revision = service?.revisions.find((each) => each.arn === arn);
				if (service && revision) serviceRevisions.push(presentRevision(world, service, revision));
				else failures.push(missing(arn));
			}
			return { serviceRevisions, failures };
		},
		StopServiceDeployment(input) {
			const arn = requireText(input, 'serviceDeploymentArn');
			const stopType = readText(input, 'stopType') ?? 'ROLLBACK';
			if (stopType !== 'ROLLBACK') {
				throw invalidParameter(`Invalid stopType: ${stopType}. The valid values are ROLLBACK.`);
			}
			const { service, deployment } = find(arn);
			if (deployment.status !== 'IN_PROGRESS' && deployment.status !== 'PENDING') {
				throw conflict(
					arn,
					`The service deployment cannot be stopped because it is in the ${deployment.status} state.`,
				);
			}
			if (!control.requestRollback(service, deployment)) {
				throw conflict(arn, 'The service has no completed deployment to roll back to.');
			}
			return { serviceDeploymentArn: arn };
		},
		ContinueServiceDeployment(input) {
			const arn = requireText(input, 'serviceDeploymentArn');
			const hookId = requireText(input, 'hookId');
			const action = readText(input, 'action') ?? 'CONTINUE';
			if (action !== 'CONTINUE' && action !== 'ROLLBACK') throw invalidParameter(`Invalid action: ${action}.`);
			const { deployment } = find(arn);
			const hook = deployment.hooks.find((each) => each.hookId === hookId);
			if (hook?.targetType !== 'PAUSE' || hook.status !== 'AWAITING_ACTION') {
				throw invalidParameter(`The lifecycle hook ${hookId} is not awaiting an action.`);
			}
			if (!control.decideHook(hookId, action === 'CONTINUE' ? 'continue' : 'rollback')) {
				throw invalidParameter(`The lifecycle hook ${hookId} is not awaiting an action.`);
			}
			return { serviceDeploymentArn: arn };
		},
	};
}
