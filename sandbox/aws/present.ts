import type { AwsWorld } from './world';
import { describeBuckets } from './s3/present';
import { describeSecrets } from './secrets/present';

/** Everything this AWS holds; of secrets only names, versions, stages and short digests. */
export function describeState(aws: AwsWorld): Record<string, unknown> {
	const { world } = aws.ecs;
	return {
		clusters: [...world.clusters.keys()],
		services: world.services.map((service) => ({
			cluster: service.clusterName,
			name: service.name,
			status: service.status,
			desired_count: service.desiredCount,
			deployments: service.deployments.map((deployment) => ({
				id: deployment.id,
				status: deployment.status,
				task_definition: deployment.revision.taskDefinition.arn.split('/').at(-1),
				images: deployment.revision.images,
				desired_count: deployment.desiredCount,
				failed_tasks: deployment.failedTasks,
				rollout_state: deployment.rolloutState,
				rollout_state_reason: deployment.rolloutStateReason,
			})),
			service_deployments: service.serviceDeployments.map((deployment) => ({
				arn: deployment.arn,
				deployment_id: deployment.deploymentId,
				status: deployment.status,
				status_reason: deployment.statusReason,
				lifecycle_stage: deployment.lifecycleStage,
				production_weight: deployment.productionWeight,
				hooks: deployment.hooks,
			})),
			events: service.events.slice(0, 20).map(({ message, createdAtMs }) => ({
				at: createdAtMs,
				message,
			})),
		})),
		tasks: [...world.tasks.values()].map((task) => ({
			id: task.id,
			cluster: task.clusterName,
			service: task.serviceName,
			task_definition: task.taskDefinition.arn.split('/').at(-1),
			status: task.status,
			desired_status: task.desiredStatus,
			health: task.health,
			ready: task.ready,
			containers: task.containers.map(({ name, image, digest, exitCode }) => ({
				name,
				image,
				digest,
				exit_code: exitCode,
			})),
			secret_versions: Object.fromEntries(task.secrets),
			stop_code: task.stopCode,
			stopped_reason: task.stoppedReason,
		})),
		task_definitions: world.taskDefinitions.map(({ arn, status }) => ({ arn, status })),
		secrets: describeSecrets(aws.secrets),
		buckets: describeBuckets(aws.buckets),
		sessions: aws.sessions.describe(),
		alarms_ringing: [...world.alarmsRinging],
		faults: aws.faults.list(),
		limits: { enabled: aws.limits.enabled },
	};
}
