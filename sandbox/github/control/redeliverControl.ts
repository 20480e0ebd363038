import { SandboxHttpError, type SandboxRequest, type SandboxResponse } from '../../kernel/platform';
import type { GitHubContext } from '../context';
import { representDelivery } from '../present/delivery';

/** `POST /_sandbox/github/deliveries/:guid/redeliver`: delivers an event again, and waits for the answer. */
export async function redeliver(context: GitHubContext, request: SandboxRequest): Promise<SandboxResponse> {
	const guid = request.params['guid'];
	const known = context.world.deliveries.find((delivery) => delivery.guid === guid);
	const hook = context.world.hooks.find((candidate) => candidate.id === known?.hookId);
	if (!known || !hook) {
		throw new SandboxHttpError(404, { message: `No delivery ${guid ?? ''}, or its hook is gone` });
	}
	const delivery = await context.webhooks.deliver(hook, known.event, known.request.payload, {
		guid: known.guid,
		redelivery: true,
	});
	return {
		status: 200,
		body: { ...representDelivery(delivery), response: delivery.response.payload },
	};
}
