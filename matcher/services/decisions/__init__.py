"""What people decide: officers about pairs, jobseekers about their referrals; and what both were shown."""
