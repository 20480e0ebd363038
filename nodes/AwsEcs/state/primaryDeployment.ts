import type { Deployment, Service } from '@aws-sdk/client-ecs';

/** The deployment that is PRIMARY now. */
export function primaryDeploymentOf(service: Service): (Deployment & { readonly id: string }) | undefined {
	const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
	return primary?.id === undefined ? undefined : { ...primary, id: primary.id };
}

/** Id of what is live before something changes. */
export function liveIdOf(service: Service): string | null {
	return service.currentServiceDeployment ?? primaryDeploymentOf(service)?.id ?? null;
}
