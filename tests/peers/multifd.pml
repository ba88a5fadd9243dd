/* The protocol of the test world `Protocol`, translated by hand for SPIN.
 *
 * A statement, or an `atomic`, is one step: an operation on a semaphore, an
 * atomic word or a thread, and what its thread does up to the next one. Locals
 * are set to zero where they die, so that states are not told apart by them.
 *
 * -DN= channels, -DTLS= 0 or 1, -DFIXED= 0 or 1, -DROUNDS=, and
 * -DFAILING= the channel that cannot be connected, N for none.
 */
mtype = { unborn, runs, ended };

byte sem[N], sem_sync[N];
bit pending_job[N], pending_sync[N], connected[N];
bit thread_created[N], thread_listed[N], tls_created[N], tls_listed[N];
mtype sender[N] = unborn, handshake[N] = unborn, migration = unborn;
/* The migration thread alone puts events into the queue, in their order. */
byte asked, taken, events;
byte channels_created, channels_ready;
bit exiting, failed, freed;

#define POST(s) s++
#define WAIT(s) s > 0 -> s--
#define LIVES   assert(!freed)

/* Connects channel C once BORN holds; THEN is a part of the last step. */
#if FIXED
#define CONNECT(C, BORN, THEN) \
	atomic { BORN -> LIVES; connected[C] = 1 }; \
	thread_created[C] = 1; \
	sender[C] = runs; \
	thread_listed[C] = 1; \
	atomic { LIVES; POST(channels_created); THEN }
#else
#define CONNECT(C, BORN, THEN) \
	atomic { BORN -> LIVES; connected[C] = 1 }; \
	thread_created[C] = 1; \
	sender[C] = runs; \
	atomic { LIVES; thread_listed[C] = 1; THEN }
#endif

/* Gives channel C up once BORN holds. */
#if FIXED
#define GIVE_UP(C, BORN, THEN) \
	atomic { BORN -> LIVES; POST(channels_created) }; \
	if \
	:: atomic { exiting -> LIVES; THEN } \
	:: atomic { !exiting -> LIVES; exiting = 1 } \
	fi; \
	atomic { LIVES; failed = 1; THEN }
#else
#define GIVE_UP(C, BORN, THEN) \
	if \
	:: atomic { BORN && exiting -> LIVES } \
	:: atomic { BORN && !exiting -> LIVES; exiting = 1 }; \
		failed = 1 \
	fi; \
	POST(sem_sync[C]); \
	atomic { LIVES; POST(channels_ready); THEN }
#endif

/* After the last channel, everything is freed. */
#define JOINED \
	at++; \
	if \
	:: at < N -> goto join \
	:: else -> at = 0; freed = 1; goto end \
	fi

active proctype MainLoop() {
	byte at;

	migration = runs;
idle:
	atomic { WAIT(events) };
	atomic {
		at = taken;
		taken++;
		if
		:: at == N -> at = 0; goto cleanup
#if !TLS
		:: at == FAILING && at < N -> goto gives_up
#endif
		:: else
		fi
	};
#if TLS
	atomic { LIVES; tls_created[at] = 1 };
	handshake[at] = runs;
	atomic { tls_listed[at] = 1; at = 0; goto idle };
#else
	CONNECT(at, true, at = 0; goto idle);
gives_up:
	GIVE_UP(at, true, at = 0; goto idle);
#endif

cleanup:
	migration == ended;
	exiting = 1;
wake:
	POST(sem[at]);
	/* Looks whether it is connected. */
	atomic {
		at++;
		if
		:: at < N -> goto wake
		:: else -> at = 0
		fi
	};
join:
	if
	:: tls_created[at]
	:: atomic { !tls_created[at] -> goto join_sender }
	fi;
	if
	:: atomic { tls_listed[at] -> tls_listed[at] = 0 }
	:: atomic { !tls_listed[at] -> goto join_sender }
	fi;
	handshake[at] == ended;
join_sender:
	if
	:: thread_created[at]
	:: atomic { !thread_created[at] -> JOINED }
	fi;
	if
	:: atomic { thread_listed[at] -> thread_listed[at] = 0 }
	:: atomic { !thread_listed[at] -> JOINED }
	fi;
	atomic { sender[at] == ended -> JOINED };
end:
	false
}

#define DONE at = 0; next = 0; round = 0; goto done

active proctype Migration() {
	byte at, next, round;

end_unborn:
	atomic { migration == runs -> asked++; goto asked_for };
ask:
	asked++;
asked_for:
	atomic {
		POST(events);
		at++;
		if
		:: at < N -> goto ask
		:: else -> at = 0
		fi
	};
#if FIXED
wait_created:
	atomic {
		WAIT(channels_created);
		at++;
		if
		:: at < N -> goto wait_created
		:: else -> at = 0
		fi
	};
#endif

page:
	if
	:: atomic { exiting -> LIVES; DONE }
	:: !exiting
	fi;
	atomic { WAIT(channels_ready); at = next };
look:
	if
	:: atomic { exiting -> LIVES; DONE }
	:: !exiting
	fi;
	if
	:: atomic { pending_job[at] -> at = (at + 1) % N; goto look }
	:: atomic { !pending_job[at] -> next = (at + 1) % N }
	fi;
	pending_job[at] = 1;
	atomic { POST(sem[at]); at = 0 };

ask_sync:
	if
	:: atomic { exiting -> LIVES; DONE }
	:: !exiting
	fi;
	pending_sync[at] = 1;
	atomic {
		POST(sem[at]);
		at++;
		if
		:: at < N -> goto ask_sync
		:: else -> at = 0
		fi
	};
wait_sync:
	if
	:: atomic { exiting -> LIVES; DONE }
	:: !exiting
	fi;
	atomic { WAIT(channels_ready) };
	atomic {
		WAIT(sem_sync[at]);
		at++;
		if
		:: at < N -> goto wait_sync
		:: else -> at = 0; round++
		fi;
		if
		:: round < ROUNDS -> goto page
		:: else -> DONE
		fi
	};
done:
	asked++;
	atomic { POST(events); migration = ended };
end:
	false
}

#if TLS
active [N] proctype Handshake() {
#define ME (_pid - 2)
#define IS_BORN (handshake[ME] == runs)

end_unborn:
	if
	:: GIVE_UP(ME, (IS_BORN && ME == FAILING), handshake[ME] = ended; goto end)
	:: CONNECT(ME, (IS_BORN && ME != FAILING), handshake[ME] = ended)
	fi;
end:
	false
}
#endif

active [N] proctype Sender() {
#define MINE (_pid - 2 - N * TLS)

end_unborn:
	atomic { sender[MINE] == runs -> LIVES; POST(channels_ready); goto work };
ready:
	atomic { LIVES; POST(channels_ready) };
work:
	atomic { WAIT(sem[MINE]); LIVES };
	if
	:: atomic { exiting -> LIVES; sender[MINE] = ended; goto end }
	:: atomic { !exiting -> LIVES }
	fi;
	if
	:: pending_job[MINE]
	:: atomic { !pending_job[MINE] -> goto answer }
	fi;
	atomic { pending_job[MINE] = 0; goto ready };
answer:
	assert(pending_sync[MINE]);
	pending_sync[MINE] = 0;
	atomic { LIVES; POST(sem_sync[MINE]); goto ready };
end:
	false
}
