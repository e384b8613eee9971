"""Serving by Granian: what can only be tried inside it."""

import threading

from argmap.serving import Tenacious


def test_being_told_to_stop_waits_for_no_lock_that_the_interrupted_thread_may_hold():
    server = Tenacious("argmap.rsgi:application")
    with server.main_loop_interrupt._cond:
        told = threading.Thread(target=server.signal_handler_interrupt, daemon=True)
        told.start()
        told.join(10)
        assert not told.is_alive()
    assert server.interrupt_signal
