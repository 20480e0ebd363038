/** Why a deployment failed, in the words each place of the API has for it. */
export interface FailureWords {
	/** `rolloutStateReason` of the failed deployment. */
	readonly failed: string;
	/** Start of the `rolloutStateReason` of the deployment that rolls back. */
	readonly rollingBack: string;
	/** In the service's events. */
	readonly event: string;
	/** `statusReason` of the service deployment. */
	readonly status: string;
}

export const breakerWords: FailureWords = {
	failed: 'ECS deployment circuit breaker: tasks failed to start.',
	rollingBack: 'ECS deployment circuit breaker: rolling back to deploymentId',
	event: 'deployment failed: tasks failed to start.',
	status: 'Service deployment failed because the deployment circuit breaker was triggered.',
};

export const stopWords: FailureWords = {
	failed: 'ECS deployment stopped: roll back requested.',
	rollingBack: 'ECS deployment stopped: rolling back to deploymentId',
	event: 'deployment stopped: roll back requested.',
	status: 'Service deployment was rolled back because StopServiceDeployment was called.',
};

export const alarmWords: FailureWords = {
	failed: 'ECS deployment alarm: alarm detected.',
	rollingBack: 'ECS deployment alarm: rolling back to deploymentId',
	event: 'deployment failed: alarm detected.',
	status: 'Service deployment failed because a CloudWatch alarm was detected.',
};

/** A lifecycle hook said no. */
export function hookWords(reason: string): FailureWords {
	return {
		failed: `ECS deployment failed: ${reason}`,
		rollingBack: 'ECS deployment lifecycle hook: rolling back to deploymentId',
		event: `deployment failed: ${reason}`,
		status: `Service deployment failed: ${reason}`,
	};
}
