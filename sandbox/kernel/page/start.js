makeSections();
byId('presets').append(...presets().map(([text, fault]) => button(text, () => control('POST', '/faults', fault))));
byId('reset').addEventListener('click', () => run(() => control('POST', '/reset')));
async function loop() {
	await run(async () => undefined);
	setTimeout(loop, 1000);
}
loop();
