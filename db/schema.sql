-- Written by tests/store/test_schema.py from the newest migrations. Do not edit.

CREATE TABLE absence (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	person TEXT NOT NULL, 
	shift TEXT NOT NULL, 
	reliever TEXT NOT NULL, 
	why TEXT NOT NULL, 
	began_at BIGINT NOT NULL, 
	back_by_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	CONSTRAINT pk_absence PRIMARY KEY (id)
);

CREATE INDEX ix_absence_began_at ON absence (began_at);

CREATE INDEX ix_absence_seat ON absence (seat);

CREATE TABLE camera (
	id TEXT NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	alias TEXT NOT NULL, 
	community TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	maintainer TEXT NOT NULL, 
	sealed_main TEXT NOT NULL, 
	sealed_sub TEXT NOT NULL, 
	masked_address TEXT NOT NULL, 
	details TEXT NOT NULL, 
	place BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	lost_at BIGINT, 
	CONSTRAINT pk_camera PRIMARY KEY (id), 
	CONSTRAINT uq_camera_code UNIQUE (code)
);

CREATE TABLE camera_look (
	camera_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	codec TEXT NOT NULL, 
	looked_at BIGINT NOT NULL, 
	delay_ms BIGINT NOT NULL, 
	width_px BIGINT NOT NULL, 
	height_px BIGINT NOT NULL, 
	fps_milli BIGINT NOT NULL, 
	seen_at BIGINT, 
	CONSTRAINT pk_camera_look PRIMARY KEY (camera_id)
);

CREATE TABLE channel (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	sealed_address TEXT NOT NULL, 
	sealed_secret TEXT NOT NULL, 
	masked_address TEXT NOT NULL, 
	place BIGINT NOT NULL, 
	is_removed BOOLEAN NOT NULL, purpose TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_channel PRIMARY KEY (id), 
	CONSTRAINT uq_channel_name UNIQUE (name)
);

CREATE TABLE checkpoint (
	seat TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	first_seq BIGINT NOT NULL, 
	seq BIGINT NOT NULL, 
	count BIGINT NOT NULL, 
	head TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	made_at BIGINT NOT NULL, 
	occasion TEXT NOT NULL, 
	handover_id TEXT NOT NULL, 
	CONSTRAINT pk_checkpoint PRIMARY KEY (seat, no)
);

CREATE TABLE client_punch (
	person_id TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	imported_at BIGINT NOT NULL, 
	file TEXT NOT NULL, 
	CONSTRAINT pk_client_punch PRIMARY KEY (person_id, at)
);

CREATE TABLE clip (
	problem_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	from_at BIGINT NOT NULL, 
	to_at BIGINT NOT NULL, 
	width_px BIGINT NOT NULL, 
	height_px BIGINT NOT NULL, 
	frames BIGINT NOT NULL, 
	CONSTRAINT pk_clip PRIMARY KEY (problem_id, no), 
	CONSTRAINT fk_clip_problem_id_problem FOREIGN KEY(problem_id) REFERENCES problem (id), 
	CONSTRAINT fk_clip_sha256_evidence FOREIGN KEY(sha256) REFERENCES evidence (sha256)
);

CREATE TABLE clock (
	id TEXT NOT NULL, 
	rule_id TEXT NOT NULL, 
	rules_hash TEXT NOT NULL, 
	clause TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	started_at BIGINT NOT NULL, 
	started_mono_ms BIGINT NOT NULL, 
	boot_id TEXT NOT NULL, 
	due_at BIGINT NOT NULL, 
	stopped_at BIGINT, 
	verdict TEXT NOT NULL, 
	is_jumped BOOLEAN NOT NULL, 
	reason TEXT NOT NULL, 
	approver TEXT NOT NULL, 
	CONSTRAINT pk_clock PRIMARY KEY (id), 
	CONSTRAINT fk_clock_rules_hash_rules FOREIGN KEY(rules_hash) REFERENCES rules (rules_hash)
);

CREATE INDEX ix_clock_started_at_rule_id_verdict_stopped_at ON clock (started_at, rule_id, verdict, stopped_at);

CREATE INDEX ix_clock_stopped_at ON clock (stopped_at);

CREATE INDEX ix_clock_subject ON clock (subject);

CREATE TABLE clock_stage (
	clock_id TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	recorded_at BIGINT NOT NULL, 
	is_shown BOOLEAN NOT NULL, 
	CONSTRAINT pk_clock_stage PRIMARY KEY (clock_id, "key"), 
	CONSTRAINT fk_clock_stage_clock_id_clock FOREIGN KEY(clock_id) REFERENCES clock (id)
);

CREATE INDEX ix_clock_stage_at ON clock_stage (at);

CREATE TABLE diagnosis_mode (
	family TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	changed_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_diagnosis_mode PRIMARY KEY (family)
);

CREATE TABLE dumped (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	camera_id TEXT NOT NULL, 
	zone BIGINT NOT NULL, 
	box TEXT NOT NULL, 
	state TEXT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	hinted_at BIGINT NOT NULL, 
	before_sha256 TEXT, 
	after_sha256 TEXT NOT NULL, 
	clip_sha256 TEXT, 
	clip TEXT NOT NULL, 
	ended_at BIGINT, 
	ended_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	problem_id TEXT NOT NULL, 
	CONSTRAINT pk_dumped PRIMARY KEY (id), 
	CONSTRAINT fk_dumped_before_sha256_evidence FOREIGN KEY(before_sha256) REFERENCES evidence (sha256), 
	CONSTRAINT fk_dumped_after_sha256_evidence FOREIGN KEY(after_sha256) REFERENCES evidence (sha256), 
	CONSTRAINT fk_dumped_clip_sha256_evidence FOREIGN KEY(clip_sha256) REFERENCES evidence (sha256), 
	CONSTRAINT fk_dumped_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id)
);

CREATE INDEX ix_dumped_camera_id ON dumped (camera_id);

CREATE INDEX ix_dumped_hinted_at ON dumped (hinted_at);

CREATE INDEX ix_dumped_state ON dumped (state);

CREATE TABLE duty_log (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	logged_on TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	text TEXT NOT NULL, 
	handling TEXT NOT NULL, 
	links TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	recorded_at BIGINT NOT NULL, 
	late_reason TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	shift TEXT NOT NULL, 
	state TEXT NOT NULL, 
	amends TEXT NOT NULL, 
	amended_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	ended_by TEXT NOT NULL, 
	second TEXT NOT NULL, 
	CONSTRAINT pk_duty_log PRIMARY KEY (id), 
	CONSTRAINT uq_duty_log_seat_logged_on_no UNIQUE (seat, logged_on, no)
);

CREATE INDEX ix_duty_log_at ON duty_log (at);

CREATE TABLE emergency (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	found_on TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	camera_id TEXT NOT NULL, 
	place TEXT NOT NULL, 
	text TEXT NOT NULL, 
	state TEXT NOT NULL, 
	found_at BIGINT NOT NULL, 
	found_by TEXT NOT NULL, 
	shift TEXT NOT NULL, 
	told_at BIGINT, 
	closed_at BIGINT, 
	closed_by TEXT NOT NULL, 
	closing TEXT NOT NULL, 
	CONSTRAINT pk_emergency PRIMARY KEY (id), 
	CONSTRAINT uq_emergency_seat_found_on_no UNIQUE (seat, found_on, no)
);

CREATE INDEX ix_emergency_found_at ON emergency (found_at);

CREATE INDEX ix_emergency_state ON emergency (state);

CREATE TABLE emergency_call (
	emergency_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	role TEXT NOT NULL, 
	number TEXT NOT NULL, 
	at BIGINT NOT NULL, 
	is_reached BOOLEAN NOT NULL, 
	note TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	CONSTRAINT pk_emergency_call PRIMARY KEY (emergency_id, no), 
	CONSTRAINT fk_emergency_call_emergency_id_emergency FOREIGN KEY(emergency_id) REFERENCES emergency (id)
);

CREATE TABLE emergency_plan (
	no BIGINT NOT NULL, 
	role TEXT NOT NULL, 
	number TEXT NOT NULL, 
	kinds TEXT NOT NULL, 
	note TEXT NOT NULL, 
	is_client BOOLEAN NOT NULL, 
	CONSTRAINT pk_emergency_plan PRIMARY KEY (no)
);

CREATE TABLE evidence (
	sha256 TEXT NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	suffix TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_evidence PRIMARY KEY (sha256)
);

CREATE TABLE fault (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	found_on TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	camera_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	note TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	evidence TEXT NOT NULL, 
	state TEXT NOT NULL, 
	found_by TEXT NOT NULL, 
	maintainer TEXT NOT NULL, 
	way TEXT NOT NULL, 
	reached TEXT NOT NULL, 
	ticket TEXT NOT NULL, 
	call_id TEXT NOT NULL, 
	reported_by TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	closed_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	found_at BIGINT NOT NULL, 
	down_from_at BIGINT NOT NULL, 
	reported_at BIGINT, 
	accepted_at BIGINT, 
	arrived_at BIGINT, 
	repaired_at BIGINT, 
	closed_at BIGINT, 
	CONSTRAINT pk_fault PRIMARY KEY (id), 
	CONSTRAINT fk_fault_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id), 
	CONSTRAINT uq_fault_seat_found_on_no UNIQUE (seat, found_on, no)
);

CREATE INDEX ix_fault_camera_id ON fault (camera_id);

CREATE INDEX ix_fault_closed_at ON fault (closed_at);

CREATE INDEX ix_fault_found_at ON fault (found_at);

CREATE INDEX ix_fault_state ON fault (state);

CREATE TABLE fault_shot (
	fault_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	captioned_sha256 TEXT NOT NULL, 
	taken_at BIGINT NOT NULL, 
	age_ms BIGINT NOT NULL, 
	width_px BIGINT NOT NULL, 
	height_px BIGINT NOT NULL, 
	CONSTRAINT pk_fault_shot PRIMARY KEY (fault_id, no), 
	CONSTRAINT fk_fault_shot_captioned_sha256_evidence FOREIGN KEY(captioned_sha256) REFERENCES evidence (sha256), 
	CONSTRAINT fk_fault_shot_fault_id_fault FOREIGN KEY(fault_id) REFERENCES fault (id), 
	CONSTRAINT fk_fault_shot_sha256_evidence FOREIGN KEY(sha256) REFERENCES evidence (sha256)
);

CREATE TABLE footage (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	year BIGINT NOT NULL, 
	no BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	state TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	request TEXT NOT NULL, 
	officers TEXT NOT NULL, 
	checks TEXT NOT NULL, 
	results TEXT NOT NULL, 
	package TEXT NOT NULL, 
	warned TEXT NOT NULL, 
	registered_at BIGINT NOT NULL, 
	registered_by TEXT NOT NULL, 
	approved_at BIGINT NOT NULL, 
	approved_by TEXT NOT NULL, 
	handed_at BIGINT NOT NULL, 
	handed_by TEXT NOT NULL, 
	return_until_at BIGINT NOT NULL, 
	changed_at BIGINT NOT NULL, 
	changed_by TEXT NOT NULL, 
	changed_kind TEXT NOT NULL, 
	is_erased BOOLEAN NOT NULL, 
	CONSTRAINT pk_footage PRIMARY KEY (id), 
	CONSTRAINT uq_footage_year_no UNIQUE (year, no)
);

CREATE INDEX ix_footage_registered_at ON footage (registered_at);

CREATE INDEX ix_footage_state ON footage (state);

CREATE TABLE footage_file (
	id TEXT NOT NULL, 
	request_id TEXT NOT NULL, 
	span_no BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	sha256 TEXT NOT NULL, 
	look TEXT NOT NULL, 
	path TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	evidence_sha256 TEXT, 
	added_at BIGINT NOT NULL, 
	added_by TEXT NOT NULL, 
	removed_at BIGINT, 
	removed_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_footage_file PRIMARY KEY (id), 
	CONSTRAINT fk_footage_file_request_id_footage FOREIGN KEY(request_id) REFERENCES footage (id), 
	CONSTRAINT fk_footage_file_evidence_sha256_evidence FOREIGN KEY(evidence_sha256) REFERENCES evidence (sha256)
);

CREATE INDEX ix_footage_file_request_id ON footage_file (request_id);

CREATE TABLE footage_person (
	request_id TEXT NOT NULL, 
	place BIGINT NOT NULL, 
	sealed TEXT NOT NULL, 
	CONSTRAINT pk_footage_person PRIMARY KEY (request_id, place)
);

CREATE TABLE ground (
	camera_id TEXT NOT NULL, 
	"plan" TEXT NOT NULL, 
	drawn_at BIGINT NOT NULL, 
	drawn_by TEXT NOT NULL, 
	CONSTRAINT pk_ground PRIMARY KEY (camera_id), 
	CONSTRAINT fk_ground_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id)
);

CREATE TABLE handover (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	shift_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	state TEXT NOT NULL, 
	cut_at BIGINT NOT NULL, 
	cut_seq BIGINT NOT NULL, 
	items_hash TEXT NOT NULL, 
	remark TEXT NOT NULL, 
	incoming_id TEXT NOT NULL, 
	incoming_name TEXT NOT NULL, 
	arrived_at BIGINT, 
	signed_at BIGINT, 
	signed_hash TEXT NOT NULL, 
	nobody_at BIGINT, 
	ended_at BIGINT, 
	ended_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	since_cut TEXT NOT NULL, 
	CONSTRAINT pk_handover PRIMARY KEY (id), 
	CONSTRAINT fk_handover_shift_id_shift FOREIGN KEY(shift_id) REFERENCES shift (id), 
	CONSTRAINT uq_handover_shift_id_no UNIQUE (shift_id, no)
);

CREATE INDEX ix_handover_state ON handover (state);

CREATE TABLE handover_check (
	handover_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	state TEXT NOT NULL, 
	note TEXT NOT NULL, 
	CONSTRAINT pk_handover_check PRIMARY KEY (handover_id, no), 
	CONSTRAINT fk_handover_check_handover_id_handover FOREIGN KEY(handover_id) REFERENCES handover (id)
);

CREATE TABLE handover_item (
	handover_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	noun TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	title TEXT NOT NULL, 
	state TEXT NOT NULL, 
	due_at BIGINT, 
	is_urgent BOOLEAN NOT NULL, 
	owner TEXT NOT NULL, 
	confirmed_at BIGINT, 
	read_back TEXT NOT NULL, 
	CONSTRAINT pk_handover_item PRIMARY KEY (handover_id, no), 
	CONSTRAINT fk_handover_item_handover_id_handover FOREIGN KEY(handover_id) REFERENCES handover (id)
);

CREATE TABLE heartbeat (
	seat TEXT NOT NULL, 
	alive_at BIGINT NOT NULL, 
	boot_id TEXT NOT NULL, 
	is_clean BOOLEAN NOT NULL, 
	CONSTRAINT pk_heartbeat PRIMARY KEY (seat)
);

CREATE TABLE holiday (
	day TEXT NOT NULL, 
	name TEXT NOT NULL, 
	is_worked BOOLEAN NOT NULL, 
	CONSTRAINT pk_holiday PRIMARY KEY (day)
);

CREATE TABLE hour_habit (
	reference_id TEXT NOT NULL, 
	hour BIGINT NOT NULL, 
	pictures BIGINT NOT NULL, 
	noise_millionth BIGINT NOT NULL, 
	moving_millionth BIGINT NOT NULL, 
	murmur_millionth BIGINT NOT NULL, 
	broken_millionth BIGINT NOT NULL, 
	CONSTRAINT pk_hour_habit PRIMARY KEY (reference_id, hour)
);

CREATE TABLE instruction (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	given_on TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	text TEXT NOT NULL, 
	leader TEXT NOT NULL, 
	given_at BIGINT NOT NULL, 
	recorded_at BIGINT NOT NULL, 
	actor TEXT NOT NULL, 
	shift TEXT NOT NULL, 
	read_at BIGINT, 
	read_by TEXT NOT NULL, 
	CONSTRAINT pk_instruction PRIMARY KEY (id), 
	CONSTRAINT uq_instruction_seat_given_on_no UNIQUE (seat, given_on, no)
);

CREATE INDEX ix_instruction_given_at ON instruction (given_at);

CREATE INDEX ix_instruction_read_at ON instruction (read_at);

CREATE TABLE journal (
	seat TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	body TEXT NOT NULL, 
	body_hash TEXT NOT NULL, 
	event_at BIGINT NOT NULL, 
	recorded_at BIGINT NOT NULL, 
	zone TEXT NOT NULL, 
	mono BIGINT NOT NULL, 
	boot_id TEXT NOT NULL, 
	clock_state TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	shift TEXT NOT NULL, 
	app_version TEXT NOT NULL, 
	prev_hash TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (seat, seq), 
	CONSTRAINT uq_journal_hash UNIQUE (hash)
);

CREATE INDEX ix_journal_kind ON journal (kind);

CREATE INDEX ix_journal_recorded_at ON journal (recorded_at);

CREATE INDEX ix_journal_subject ON journal (subject);

CREATE TABLE leave (
	id TEXT NOT NULL, 
	person_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	from_at BIGINT NOT NULL, 
	to_at BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	substitute_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	filed_at BIGINT NOT NULL, 
	filed_by TEXT NOT NULL, 
	is_late BOOLEAN NOT NULL, 
	decided_at BIGINT, 
	decided_by TEXT NOT NULL, 
	is_decided_late BOOLEAN NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_leave PRIMARY KEY (id)
);

CREATE INDEX ix_leave_from_at ON leave (from_at);

CREATE INDEX ix_leave_person_id ON leave (person_id);

CREATE TABLE maintainer (
	name TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	group_name TEXT NOT NULL, 
	CONSTRAINT pk_maintainer PRIMARY KEY (name)
);

CREATE TABLE patrol_plan (
	id TEXT NOT NULL, 
	from_on TEXT NOT NULL, 
	body TEXT NOT NULL, 
	note TEXT NOT NULL, 
	adopted_at BIGINT NOT NULL, 
	adopted_by TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_patrol_plan PRIMARY KEY (id)
);

CREATE INDEX ix_patrol_plan_from_on ON patrol_plan (from_on);

CREATE TABLE person (
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	confidentiality_signed_on TEXT, 
	has_secret BOOLEAN NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id), 
	CONSTRAINT uq_person_name UNIQUE (name)
);

CREATE TABLE planned_shift (
	id TEXT NOT NULL, 
	day TEXT NOT NULL, 
	template TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	starts_at BIGINT NOT NULL, 
	ends_at BIGINT NOT NULL, 
	person_ids TEXT NOT NULL, 
	leader TEXT NOT NULL, 
	phone TEXT NOT NULL, 
	note TEXT NOT NULL, laid_at BIGINT NOT NULL, 
	CONSTRAINT pk_planned_shift PRIMARY KEY (id)
);

CREATE INDEX ix_planned_shift_day ON planned_shift (day);

CREATE INDEX ix_planned_shift_starts_at ON planned_shift (starts_at);

CREATE TABLE presence (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	person TEXT NOT NULL, 
	shift TEXT NOT NULL, 
	state TEXT NOT NULL, 
	drawn_ms BIGINT NOT NULL, 
	prompted_at BIGINT NOT NULL, 
	sounded_at BIGINT, 
	escalated_at BIGINT, 
	told TEXT NOT NULL, 
	told_words TEXT NOT NULL, 
	ended_at BIGINT, 
	answer_ms BIGINT, 
	way TEXT NOT NULL, 
	in_round BOOLEAN NOT NULL, 
	judged_at BIGINT, 
	judged_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_presence PRIMARY KEY (id)
);

CREATE INDEX ix_presence_prompted_at ON presence (prompted_at);

CREATE INDEX ix_presence_sounded_at ON presence (sounded_at);

CREATE INDEX ix_presence_state ON presence (state);

CREATE TABLE presence_rule (
	seat TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	rule_reason TEXT NOT NULL, 
	paused_until_at BIGINT, 
	pause_reason TEXT NOT NULL, 
	CONSTRAINT pk_presence_rule PRIMARY KEY (seat)
);

CREATE TABLE problem (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	found_on TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	camera_id TEXT NOT NULL, 
	category TEXT NOT NULL, 
	description TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	state TEXT NOT NULL, 
	is_parked BOOLEAN NOT NULL, 
	found_at BIGINT NOT NULL, 
	found_by TEXT NOT NULL, 
	pushed_at BIGINT, 
	pushed_via TEXT NOT NULL, 
	void_reason TEXT NOT NULL, 
	CONSTRAINT pk_problem PRIMARY KEY (id), 
	CONSTRAINT fk_problem_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id), 
	CONSTRAINT uq_problem_seat_found_on_no UNIQUE (seat, found_on, no)
);

CREATE INDEX ix_problem_camera_id ON problem (camera_id);

CREATE INDEX ix_problem_found_at_state_camera_id_category ON problem (found_at, state, camera_id, category);

CREATE INDEX ix_problem_state ON problem (state);

CREATE TABLE punch (
	id TEXT NOT NULL, 
	person_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	day TEXT NOT NULL, 
	shift_id TEXT NOT NULL, 
	template TEXT NOT NULL, 
	is_office BOOLEAN NOT NULL, 
	planned_at BIGINT, 
	made_at BIGINT, 
	recorded_at BIGINT, 
	how TEXT NOT NULL, 
	clock_state TEXT NOT NULL, 
	state TEXT NOT NULL, 
	deviation_ms BIGINT NOT NULL, 
	reported_at BIGINT, 
	explanation TEXT NOT NULL, 
	judged TEXT NOT NULL, 
	judged_by TEXT NOT NULL, 
	judged_words TEXT NOT NULL, 
	judged_at BIGINT, 
	CONSTRAINT pk_punch PRIMARY KEY (id)
);

CREATE INDEX ix_punch_day ON punch (day);

CREATE INDEX ix_punch_person_id_day ON punch (person_id, day);

CREATE INDEX ix_punch_state ON punch (state);

CREATE TABLE punch_correction (
	id TEXT NOT NULL, 
	punch_id TEXT NOT NULL, 
	claimed_at BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	state TEXT NOT NULL, 
	asked_at BIGINT NOT NULL, 
	asked_by TEXT NOT NULL, 
	decided_at BIGINT, 
	decided_by TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_punch_correction PRIMARY KEY (id)
);

CREATE INDEX ix_punch_correction_punch_id ON punch_correction (punch_id);

CREATE INDEX ix_punch_correction_state ON punch_correction (state);

CREATE TABLE "push" (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	problem_id TEXT, 
	channel_id TEXT NOT NULL, 
	state TEXT NOT NULL, 
	text TEXT NOT NULL, 
	pictures TEXT NOT NULL, 
	part BIGINT NOT NULL, 
	tries BIGINT NOT NULL, 
	next_at BIGINT NOT NULL, 
	queued_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	code TEXT NOT NULL, 
	words TEXT NOT NULL, 
	receipt TEXT NOT NULL, 
	call_id TEXT DEFAULT '' NOT NULL, 
	CONSTRAINT pk_push PRIMARY KEY (id), 
	CONSTRAINT fk_push_channel_id_channel FOREIGN KEY(channel_id) REFERENCES channel (id), 
	CONSTRAINT fk_push_problem_id_problem FOREIGN KEY(problem_id) REFERENCES problem (id)
);

CREATE INDEX ix_push_call_id ON push (call_id);

CREATE INDEX ix_push_problem_id ON push (problem_id);

CREATE INDEX ix_push_queued_at ON push (queued_at);

CREATE INDEX ix_push_seat ON push (seat);

CREATE INDEX ix_push_state ON push (state);

CREATE TABLE reference (
	id TEXT NOT NULL, 
	camera_id TEXT NOT NULL, 
	preset TEXT NOT NULL, 
	light TEXT NOT NULL, 
	state TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	picture_sha256 TEXT NOT NULL, 
	width_px BIGINT NOT NULL, 
	height_px BIGINT NOT NULL, 
	learned_from_at BIGINT NOT NULL, 
	learned_to_at BIGINT NOT NULL, 
	proposed_at BIGINT NOT NULL, 
	proposed_by TEXT NOT NULL, 
	decided_at BIGINT, 
	decided_by TEXT NOT NULL, 
	ended_at BIGINT, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_reference PRIMARY KEY (id), 
	CONSTRAINT fk_reference_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id), 
	CONSTRAINT fk_reference_sha256_evidence FOREIGN KEY(sha256) REFERENCES evidence (sha256), 
	CONSTRAINT fk_reference_picture_sha256_evidence FOREIGN KEY(picture_sha256) REFERENCES evidence (sha256)
);

CREATE INDEX ix_reference_camera_id ON reference (camera_id);

CREATE INDEX ix_reference_state ON reference (state);

CREATE TABLE report (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	from_at BIGINT NOT NULL, 
	to_at BIGINT NOT NULL, 
	filter TEXT NOT NULL, 
	state TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	prepared_at BIGINT, 
	prepared_by TEXT NOT NULL, 
	approved_at BIGINT, 
	approved_by TEXT NOT NULL, 
	content TEXT NOT NULL, 
	failed_at BIGINT, 
	failed_words TEXT NOT NULL, 
	CONSTRAINT pk_report PRIMARY KEY (id)
);

CREATE INDEX ix_report_from_at ON report (from_at);

CREATE INDEX ix_report_kind ON report (kind);

CREATE INDEX ix_report_state ON report (state);

CREATE TABLE report_version (
	report_id TEXT NOT NULL, 
	version BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	texts TEXT NOT NULL, 
	figures TEXT NOT NULL, 
	frozen_at BIGINT, 
	frozen_by TEXT NOT NULL, 
	number TEXT NOT NULL, 
	template TEXT NOT NULL, 
	template_sha256 TEXT NOT NULL, 
	docx_sha256 TEXT NOT NULL, 
	pdf_sha256 TEXT NOT NULL, 
	checkpoint_no BIGINT, 
	seal TEXT NOT NULL, 
	differences TEXT NOT NULL, 
	delivered_at BIGINT, 
	delivered_by TEXT NOT NULL, 
	receiver TEXT NOT NULL, attachments TEXT DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_report_version PRIMARY KEY (report_id, version), 
	CONSTRAINT fk_report_version_report_id_report FOREIGN KEY(report_id) REFERENCES report (id)
);

CREATE TABLE review_note (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	noun TEXT NOT NULL, 
	record TEXT NOT NULL, 
	words TEXT NOT NULL, 
	noted_at BIGINT NOT NULL, 
	noted_by TEXT NOT NULL, 
	CONSTRAINT pk_review_note PRIMARY KEY (id)
);

CREATE INDEX ix_review_note_record ON review_note (record);

CREATE TABLE roster_day (
	day TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	CONSTRAINT pk_roster_day PRIMARY KEY (day, seat)
);

CREATE TABLE round (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	day TEXT NOT NULL, 
	slot BIGINT NOT NULL, 
	take BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	state TEXT NOT NULL, 
	window_from_at BIGINT NOT NULL, 
	window_to_at BIGINT NOT NULL, 
	route_hash TEXT, 
	seed BIGINT, 
	leg_ms BIGINT NOT NULL, 
	started_at BIGINT, 
	started_mono_ms BIGINT NOT NULL, 
	boot_id TEXT NOT NULL, 
	is_jumped BOOLEAN NOT NULL, 
	started_by TEXT NOT NULL, 
	ended_at BIGINT, 
	paused_at BIGINT, 
	paused_ms BIGINT NOT NULL, 
	unbroken_since_at BIGINT NOT NULL, 
	last_no BIGINT NOT NULL, 
	expected BIGINT NOT NULL, 
	normal BIGINT NOT NULL, 
	problem BIGINT NOT NULL, 
	fault BIGINT NOT NULL, 
	not_viewable BIGINT NOT NULL, 
	skipped BIGINT NOT NULL, 
	quick BIGINT NOT NULL, 
	fresh_ms BIGINT NOT NULL, 
	least_ms BIGINT NOT NULL, 
	is_rushed BOOLEAN NOT NULL, 
	reason TEXT NOT NULL, 
	CONSTRAINT pk_round PRIMARY KEY (id), 
	CONSTRAINT fk_round_route_hash_route FOREIGN KEY(route_hash) REFERENCES route (hash), 
	CONSTRAINT uq_round_day_slot_take UNIQUE (day, slot, take)
);

CREATE INDEX ix_round_state ON round (state);

CREATE TABLE route (
	hash TEXT NOT NULL, 
	points TEXT NOT NULL, 
	CONSTRAINT pk_route PRIMARY KEY (hash)
);

CREATE TABLE rules (
	rules_hash TEXT NOT NULL, 
	contract_id TEXT NOT NULL, 
	body TEXT NOT NULL, 
	adopted_at BIGINT NOT NULL, 
	adopted_seq BIGINT NOT NULL, 
	CONSTRAINT pk_rules PRIMARY KEY (rules_hash)
);

CREATE TABLE sample (
	id TEXT NOT NULL, 
	from_on TEXT NOT NULL, 
	to_on TEXT NOT NULL, 
	seed BIGINT NOT NULL, 
	population BIGINT NOT NULL, 
	drawn_at BIGINT NOT NULL, 
	drawn_by TEXT NOT NULL, 
	CONSTRAINT pk_sample PRIMARY KEY (id)
);

CREATE TABLE sample_pick (
	sample_id TEXT NOT NULL, 
	round_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	place BIGINT NOT NULL, 
	judged TEXT NOT NULL, 
	note TEXT NOT NULL, 
	judged_at BIGINT, 
	judged_by TEXT NOT NULL, 
	CONSTRAINT pk_sample_pick PRIMARY KEY (sample_id, round_id, no), 
	CONSTRAINT fk_sample_pick_round_id_round FOREIGN KEY(round_id) REFERENCES round (id), 
	CONSTRAINT fk_sample_pick_sample_id_sample FOREIGN KEY(sample_id) REFERENCES sample (id)
);

CREATE TABLE secret (
	person_id TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	tries BIGINT NOT NULL, 
	failed_at BIGINT NOT NULL, 
	failed_mono_ms BIGINT NOT NULL, 
	boot_id TEXT NOT NULL, 
	CONSTRAINT pk_secret PRIMARY KEY (person_id)
);

CREATE TABLE shift (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	planned_id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	planned_from_at BIGINT, 
	planned_to_at BIGINT, 
	leader TEXT NOT NULL, 
	person_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	how TEXT NOT NULL, 
	started_at BIGINT NOT NULL, 
	first_seq BIGINT NOT NULL, 
	ended_at BIGINT, 
	last_seq BIGINT, 
	handover_id TEXT NOT NULL, 
	uncovered_ms BIGINT NOT NULL, 
	overlap_ms BIGINT NOT NULL, 
	CONSTRAINT pk_shift PRIMARY KEY (id)
);

CREATE INDEX ix_shift_ended_at ON shift (ended_at);

CREATE INDEX ix_shift_seat_started_at ON shift (seat, started_at);

CREATE TABLE shot (
	problem_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	captioned_sha256 TEXT NOT NULL, 
	taken_at BIGINT NOT NULL, 
	age_ms BIGINT NOT NULL, 
	width_px BIGINT NOT NULL, 
	height_px BIGINT NOT NULL, 
	marks TEXT NOT NULL, 
	CONSTRAINT pk_shot PRIMARY KEY (problem_id, no), 
	CONSTRAINT fk_shot_captioned_sha256_evidence FOREIGN KEY(captioned_sha256) REFERENCES evidence (sha256), 
	CONSTRAINT fk_shot_problem_id_problem FOREIGN KEY(problem_id) REFERENCES problem (id), 
	CONSTRAINT fk_shot_sha256_evidence FOREIGN KEY(sha256) REFERENCES evidence (sha256)
);

CREATE TABLE site_plan (
	id TEXT NOT NULL, 
	communities TEXT NOT NULL, 
	adopted_at BIGINT NOT NULL, 
	adopted_by TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_site_plan PRIMARY KEY (id)
);

CREATE TABLE site_visit (
	id TEXT NOT NULL, 
	visited_on TEXT NOT NULL, 
	visited_at BIGINT NOT NULL, 
	community TEXT NOT NULL, 
	note TEXT NOT NULL, 
	photo TEXT, 
	shown TEXT, 
	visited_by TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	CONSTRAINT pk_site_visit PRIMARY KEY (id), 
	CONSTRAINT fk_site_visit_photo_evidence FOREIGN KEY(photo) REFERENCES evidence (sha256), 
	CONSTRAINT fk_site_visit_shown_evidence FOREIGN KEY(shown) REFERENCES evidence (sha256)
);

CREATE INDEX ix_site_visit_visited_on ON site_visit (visited_on);

CREATE TABLE suspicion (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	camera_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	family TEXT NOT NULL, 
	facts TEXT NOT NULL, 
	preset TEXT NOT NULL, 
	light TEXT NOT NULL, 
	occasion TEXT NOT NULL, 
	state TEXT NOT NULL, 
	is_shadow BOOLEAN NOT NULL, 
	is_hint BOOLEAN NOT NULL, 
	is_question BOOLEAN NOT NULL, 
	since_at BIGINT NOT NULL, 
	raised_at BIGINT NOT NULL, 
	ended_at BIGINT, 
	ended_by TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	group_id TEXT NOT NULL, 
	reference_id TEXT NOT NULL, 
	fault_id TEXT NOT NULL, 
	now_sha256 TEXT, 
	good_sha256 TEXT, 
	good_at BIGINT, 
	verdict TEXT NOT NULL, 
	verdict_by TEXT NOT NULL, 
	CONSTRAINT pk_suspicion PRIMARY KEY (id), 
	CONSTRAINT fk_suspicion_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id), 
	CONSTRAINT fk_suspicion_now_sha256_evidence FOREIGN KEY(now_sha256) REFERENCES evidence (sha256), 
	CONSTRAINT fk_suspicion_good_sha256_evidence FOREIGN KEY(good_sha256) REFERENCES evidence (sha256)
);

CREATE INDEX ix_suspicion_camera_id ON suspicion (camera_id);

CREATE INDEX ix_suspicion_raised_at ON suspicion (raised_at);

CREATE INDEX ix_suspicion_state ON suspicion (state);

CREATE TABLE swap (
	id TEXT NOT NULL, 
	shift_id TEXT NOT NULL, 
	person_id TEXT NOT NULL, 
	other_id TEXT NOT NULL, 
	other_shift_id TEXT NOT NULL, 
	starts_at BIGINT NOT NULL, 
	reason TEXT NOT NULL, 
	state TEXT NOT NULL, 
	asked_at BIGINT NOT NULL, 
	asked_by TEXT NOT NULL, 
	agreed_at BIGINT, 
	agreed_by TEXT NOT NULL, 
	decided_at BIGINT, 
	decided_by TEXT NOT NULL, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_swap PRIMARY KEY (id)
);

CREATE INDEX ix_swap_starts_at ON swap (starts_at);

CREATE TABLE template_set (
	id TEXT NOT NULL, 
	from_on TEXT NOT NULL, 
	body TEXT NOT NULL, 
	adopted_by TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	CONSTRAINT pk_template_set PRIMARY KEY (id)
);

CREATE INDEX ix_template_set_from_on ON template_set (from_on);

CREATE TABLE visit (
	round_id TEXT NOT NULL, 
	no BIGINT NOT NULL, 
	camera_id TEXT NOT NULL, 
	preset BIGINT NOT NULL, 
	outcome TEXT NOT NULL, 
	done_at BIGINT NOT NULL, 
	fresh_ms BIGINT NOT NULL, 
	age_ms BIGINT NOT NULL, 
	offset_ms BIGINT, 
	similarity_ppm BIGINT, 
	least_ms BIGINT NOT NULL, 
	is_quick BOOLEAN NOT NULL, 
	reason TEXT NOT NULL, 
	problems TEXT NOT NULL, 
	faults TEXT NOT NULL, 
	done_by TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	seq BIGINT NOT NULL, 
	thumbnail TEXT NOT NULL, 
	thumbnail_start BIGINT NOT NULL, 
	thumbnail_bytes BIGINT NOT NULL, 
	CONSTRAINT pk_visit PRIMARY KEY (round_id, no), 
	CONSTRAINT fk_visit_camera_id_camera FOREIGN KEY(camera_id) REFERENCES camera (id), 
	CONSTRAINT fk_visit_round_id_round FOREIGN KEY(round_id) REFERENCES round (id)
);

CREATE INDEX ix_visit_camera_id_done_at ON visit (camera_id, done_at);

CREATE TABLE watching (
	id TEXT NOT NULL, 
	seat TEXT NOT NULL, 
	from_at BIGINT NOT NULL, 
	to_at BIGINT NOT NULL, 
	pages BIGINT NOT NULL, 
	cameras BIGINT NOT NULL, 
	shown_ms BIGINT NOT NULL, 
	CONSTRAINT pk_watching PRIMARY KEY (id)
);

CREATE INDEX ix_watching_from_at ON watching (from_at);

CREATE TRIGGER journal_counts_on BEFORE INSERT ON journal
    WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM journal WHERE seat = NEW.seat)
    BEGIN SELECT RAISE(ABORT, 'the journal counts on without gaps'); END;

CREATE TRIGGER journal_keeps_entries BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

