"""The domain of 格议: streams, policies, processes; pure, with one door in `application`."""
