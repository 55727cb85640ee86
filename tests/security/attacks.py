"""The attacker's list: what is tried for real, and where; test_attacks.py sees to it that it still is."""

ATTACKS: dict[str, tuple[str, ...]] = {
    "The database copied to another machine, without the wraps": (
        "security/test_copied_store.py::test_the_database_alone_opens_with_no_key_that_can_be_guessed_from_what_is_known",
        "security/test_copied_store.py::test_the_database_alone_looks_like_chance",
    ),
    "The database copied with the wraps, the passphrase known": (
        "security/test_copied_store.py::test_on_another_machine_the_right_passphrase_does_not_open_it",
        "security/test_copied_store.py::test_on_another_machine_the_paper_with_the_code_opens_it_and_nothing_less",
        "unit/vault/test_os_keyring.py::test_a_copy_on_another_machine_opens_with_the_recovery_code_only",
    ),
    "Wrong and truncated wraps": (
        "security/test_copied_store.py::test_wraps_of_another_workstation_do_not_open_this_one",
        "security/test_copied_store.py::test_wraps_cut_short_anywhere_open_nothing_and_their_copy_still_does",
        "unit/vault/test_key_file.py::test_any_changed_byte_is_damage_and_never_a_crash",
    ),
    "Wraps swapped between people, promoted, weakened, taken off the device key": (
        "security/test_copied_store.py::test_wraps_that_were_swapped_promoted_weakened_or_unbound_do_not_open",
        "unit/vault/test_vault.py::test_forged_key_files_do_not_open",
    ),
    "The table of rights bypassed through every public function of session/": (
        "unit/session/test_no_way_around.py::test_nothing_reads_a_chart_or_changes_the_clinic_without_a_right",
        "unit/session/test_no_way_around.py::test_windows_never_reach_past_the_session",
        "unit/session/test_who_may.py::test_a_use_case_is_for_these_roles_alone",
        "unit/session/test_who_may.py::test_every_action_is_walked_with_every_role",
    ),
    "A restricted chart reached through every public function of session/, by every role": (
        "unit/session/test_no_way_around.py::test_every_public_function_is_tried_against_a_restricted_chart_or_leads_to_none",
        "unit/session/test_no_way_around.py::test_no_way_tells_of_a_restricted_chart_or_changes_it",
        "unit/session/test_restrictions.py::test_no_list_says_whose_restricted_chart_it_is",
    ),
    "Charts read by searching for words, without opening any": (
        "unit/session/test_searching.py::test_every_search_is_an_entry_with_who_when_and_how_much",
        "unit/session/test_searching.py::test_reading_hits_is_an_entry_for_each_chart_with_its_patient",
        "views/test_search_view.py::test_whose_words_stood_in_sight_is_on_record_and_nobody_elses",
    ),
    "Audit entries edited, deleted, moved, added and chained anew with the key at hand": (
        "security/test_audit_attacks.py::test_an_edited_entry_is_named",
        "security/test_audit_attacks.py::test_a_deleted_entry_is_named",
        "security/test_audit_attacks.py::test_entries_that_change_places_are_noticed",
        "security/test_audit_attacks.py::test_a_trail_chained_anew_with_the_key_is_found_by_any_anchor_from_before",
    ),
    "The trail cut off, the folder put back whole, a restore used to hide it": (
        "security/test_audit_attacks.py::test_a_tail_cut_off_is_found_at_the_next_log_in_and_stays_in_the_trail",
        "security/test_audit_and_keyring.py::test_a_folder_put_back_whole_is_found",
        "unit/session/test_restored.py::test_a_copy_of_the_restored_folder_put_back_later_is_found",
    ),
    "A removed log-in, an old passphrase or a purged visit brought back by a restore": (
        "unit/session/test_purge_after_restore.py::test_a_log_in_that_was_removed_stays_removed_and_passphrases_stay",
        "unit/session/test_purge_after_restore.py::test_a_restore_does_not_bring_back_what_was_purged",
        (
            "unit/session/test_purge_after_restore.py"
            "::test_after_a_restore_a_purge_reaches_every_backup_made_before_it_and_what_was_moved_aside"
        ),
    ),
    "An older keys.json put back: a removed log-in, an old passphrase, an old recovery code": (
        (
            "unit/session/test_key_record.py"
            "::test_whoever_was_removed_stays_out_with_an_older_key_file_and_that_is_on_record"
        ),
        "unit/session/test_key_record.py::test_an_old_passphrase_stays_void_and_the_recovery_code_still_helps",
        "unit/session/test_key_record.py::test_an_old_recovery_code_stays_void",
        "unit/session/test_key_record.py::test_a_void_passphrase_does_not_open_a_covered_window_either",
        (
            "unit/session/test_key_record.py"
            "::test_another_key_file_is_on_record_and_everybody_who_gives_log_ins_is_told_once"
        ),
        (
            "unit/session/test_key_record.py"
            "::test_a_restore_brings_back_nothing_that_is_void_and_leaves_no_key_file_to_put_back"
        ),
    ),
    "A keyring kept from answering, so that log-ins lose the device key": (
        (
            "unit/session/test_key_record.py"
            "::test_a_log_in_that_lost_the_device_key_is_bound_again_and_told_until_it_is"
        ),
    ),
    "A keyring chosen that keeps keys in the open": (
        (
            "unit/vault/test_os_keyring.py"
            "::test_a_keyring_that_is_not_known_to_protect_keys_is_refused_and_not_passed_by"
        ),
        (
            "end2end/test_visit_keyring.py"
            "::test_a_keyring_that_keeps_keys_in_the_open_opens_nothing_until_another_is_chosen"
        ),
    ),
    "A code of the second factor used again, guessed, or from a clock that is off": (
        "unit/session/test_second_factor.py::test_a_code_that_was_seen_is_worth_nothing",
        "unit/session/test_second_factor.py::test_guessing_codes_is_slowed_down_even_with_the_right_passphrase",
        "unit/vault/test_second_factor.py::test_clocks_may_be_one_step_apart",
    ),
    "A second factor replaced at an unlocked window, or gone round with the recovery code": (
        "unit/session/test_second_factor.py::test_one_that_is_on_is_not_replaced",
        "unit/session/test_second_factor.py::test_the_recovery_code_stands_in_for_phone_and_paper_and_that_is_on_record",
        "views/test_keys_view.py::test_what_makes_a_recovery_code_is_not_offered_to_a_supervisor",
    ),
    "10,000 guesses at the log-in, with restarts and the clock set": (
        "unit/vault/test_attempts.py::test_of_ten_thousand_guesses_a_hundred_are_tried",
        "unit/vault/test_attempts.py::test_neither_a_restart_nor_the_clock_shortens_the_wait",
        "unit/vault/test_attempts.py::test_guesses_made_at_the_same_moment_are_all_counted",
    ),
    "A hostile backup": (
        "unit/session/test_backups.py::test_a_hostile_backup_is_refused_with_words_and_changes_nothing",
        "unit/session/test_backups.py::test_no_change_of_a_head_goes_unnoticed",
        "security/test_hostile_files.py::test_a_changed_file_is_taken_or_refused_in_words",
    ),
    "A hostile phrase file, model zip, note, table, list of codes or note type": (
        "security/test_hostile_files.py::test_any_bytes_are_taken_or_refused_in_words",
        "security/test_hostile_files.py::test_what_broke_something_once_does_not_any_more",
        "unit/speech/test_model_archive.py::test_whatever_a_file_is_named_it_lands_inside_or_is_refused",
    ),
    "Reading what a whole day leaves on the disk, a crash at its end included": (
        "end2end/test_sentinel.py::test_a_day_leaves_nothing_readable_anywhere_but_in_the_chosen_folder",
        "unit/test_core_files.py::test_no_core_file_can_be_written",
    ),
    "Reading a locked program's memory, as a dump or the swap would hold it": (
        "end2end/test_locked_memory.py::test_after_the_lock_neither_data_key_nor_passphrase_is_in_memory",
        "views/test_unattended_lock.py::test_after_the_lock_neither_session_nor_text_is_left_in_memory",
    ),
    "A locked window closed, and somebody's unsaved words lost, by whoever walks past": (
        "views/test_unattended_lock.py::test_nobody_closes_a_locked_window_whose_words_would_be_lost",
    ),
    "A bit flipped on any page, or in the log that a crash left": (
        "end2end/test_faults.py::test_a_flipped_bit_on_any_page_is_told_and_once_it_is_put_right_all_is_there",
        "end2end/test_faults.py::test_a_flipped_bit_in_the_log_that_a_crash_left_is_told",
    ),
    "The clock set back an hour, or forward a year": (
        "end2end/test_faults.py::test_a_clock_that_jumps_is_told_at_the_log_in_and_nothing_gets_out_of_order",
    ),
    "kill -9 at any moment": (
        "end2end/test_kills.py::test_kill_9_at_any_moment_loses_nothing_and_doubles_nothing",
    ),
}
"""By what the attacker does: the tests, from tests/ on."""
