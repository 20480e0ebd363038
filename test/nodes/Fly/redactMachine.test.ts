import { redactMachine } from '../../../nodes/Fly/output/redactMachine';

const planted = 'planted-secret';
const header = { name: 'Authorization', values: [`Bearer ${planted}`] };

it('a raw machine holds nothing that may be a credential, wherever Fly has a place for one', () => {
	const config = {
		image: 'registry.fly.io/x:v1',
		env: { DATABASE_URL: planted, fly_api_token: planted, PORT: 8080 },
		init: { cmd: ['serve', `--token=${planted}`], exec: [planted], entrypoint: [planted], swap_size_mb: 512 },
		processes: [
			{
				cmd: [planted],
				entrypoint: [planted],
				exec: [planted],
				env: { A: planted },
				secrets: [{ env_var: 'A', name: 'B' }],
				user: 'node',
			},
		],
		files: [{ guest_path: '/etc/key', raw_value: planted, secret_name: 'KEY' }],
		checks: { alive: { type: 'http', path: `/health?token=${planted}`, port: 80, headers: [header] } },
		services: [
			{
				internal_port: 8080,
				protocol: 'tcp',
				autostop: 'off',
				checks: [{ type: 'http', headers: [header] }],
				machine_checks: [{ command: [planted] }],
				ports: [
					{
						port: 443,
						handlers: ['tls', 'http'],
						http_options: { response: { headers: { 'X-Key': planted, 'X-Keys': [planted] } } },
					},
				],
			},
		],
		containers: [
			{
				name: 'web',
				image: 'nginx:1',
				env: { A: planted },
				cmd: [planted],
				exec: [planted],
				entrypoint: [planted],
				files: [{ raw_value: planted }],
				healthchecks: [{ name: 'h', http: { path: '/', headers: [header] }, exec: { command: [planted] } }],
			},
		],
		statics: [{ guest_path: '/public', url_prefix: `/s?key=${planted}`, tigris_bucket: planted }],
		metadata: { fly_process_group: 'app', slipway_release_id: 'r', token: planted, 'my-key': planted },
		dns: { nameservers: [planted], dns_forward_rules: [{ addr: planted }] },
		something_new: { deep: [{ inner: planted }] },
	};
	const machine = {
		id: 'm',
		state: 'started',
		nonce: planted,
		config,
		incomplete_config: config,
		image_ref: {
			repository: 'x',
			digest: 'sha256:1',
			labels: { 'org.opencontainers.image.revision': 'abc', maintainer: planted },
		},
		events: [
			{
				id: 'e',
				type: 'launch',
				status: 'created',
				request: { config, restart_count: 1, exit_event: { exit_code: 1, oom_killed: true } },
			},
		],
	};
	const raw = redactMachine(machine as never);
	expect(JSON.stringify(raw)).not.toContain(planted);
	// What a person reads it for is still there.
	expect(raw).toMatchObject({
		id: 'm',
		state: 'started',
		config: {
			image: 'registry.fly.io/x:v1',
			env: { DATABASE_URL: '***', PORT: '***' },
			init: { cmd: ['***', '***'], swap_size_mb: 512 },
			files: [{ guest_path: '/etc/key', raw_value: '***', secret_name: 'KEY' }],
			checks: {
				alive: { type: 'http', path: '/health?***', port: 80, headers: [{ name: 'Authorization', values: ['***'] }] },
			},
			services: [{ internal_port: 8080, autostop: 'off', ports: [{ handlers: ['tls', 'http'] }] }],
			containers: [{ name: 'web', image: 'nginx:1', env: { A: '***' } }],
			metadata: { fly_process_group: 'app', slipway_release_id: 'r', token: '***' },
		},
		image_ref: { digest: 'sha256:1', labels: { 'org.opencontainers.image.revision': 'abc', maintainer: '***' } },
		events: [{ type: 'launch', request: { restart_count: 1, exit_event: { exit_code: 1, oom_killed: true } } }],
	});
});
